"""The spiders: target crawls a site, referring the sites that may link to it."""
