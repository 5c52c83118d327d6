"""What a crawl survives: being killed, being told to stop, and storage that fails."""
