"""What runs, in which order, with which limits: the map of the project.

Only what differs from Scrapy's defaults stands here, each with its reason. Settings of our own
begin with LINKSPIDER_; any setting can be changed for one crawl with `-s NAME=VALUE`.
"""

import sys

BOT_NAME = "linkspider"
SPIDER_MODULES = ["linkspider.spiders"]
COMMANDS_MODULE = "linkspider.commands"

# --- Ours --------------------------------------------------------------------------------------

# Where the tables are written: a path, or any URI that pyarrow.fs opens.
LINKSPIDER_DATA = "data"
# Where the frontiers are kept, on a local disk: None is <data>/.state, or .linkspider where the
# data is remote.
LINKSPIDER_STATE = None
# A host that did not answer, or said that it is busy, is left alone for so long (seconds), and for
# twice as long each further time.
LINKSPIDER_RETRY_SECONDS = 5
# Rows are written at least this often (seconds), so that a crash costs no more than that.
LINKSPIDER_FLUSH_SECONDS = 120
# An HTTP proxy that every request goes through; the environment's proxies are ignored.
LINKSPIDER_PROXY = None
# Networks or addresses, comma-separated, that may be reached although they are not public.
LINKSPIDER_ALLOWED_NETWORKS = None
# A TOML file of class and id tokens that say what a block of a page is; None: the bundled one.
LINKSPIDER_POSITION_TOKENS = None

# Whether URLs that belong to a trap (calendars, sessions, mazes …) are left out and counted; 0 is
# for a site of which even its endless parts are wanted.
LINKSPIDER_TRAPS = True

# --- The way of a page -------------------------------------------------------------------------

# The frontier decides what is fetched next, and knows what is known: no filter beside it.
SCHEDULER = "linkspider.scheduler.FrontierScheduler"

DOWNLOADER_MIDDLEWARES = {
    # Ours reads each robots.txt for Googlebot too, and stops where it cannot be fetched.
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "linkspider.robots_middleware.RobotsMiddleware": 100,
    # A redirect is a page of its own, and its destination another, found on the way.
    "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None,
    "scrapy.downloadermiddlewares.redirect.MetaRefreshMiddleware": None,
    # Strangers get no credentials and no cookies, and the environment names no proxy.
    "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,
    "scrapy.downloadermiddlewares.cookies.CookiesMiddleware": None,
    "scrapy.downloadermiddlewares.httpproxy.HttpProxyMiddleware": None,
    "linkspider.proxy.ProxyMiddleware": 750,
    # Measures each request and answer again, byte for byte, for numbers that the tables hold.
    "scrapy.downloadermiddlewares.stats.DownloaderStats": None,
    # Ours tells a body that is too large from one that cannot be decoded.
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
    "linkspider.compression.CompressionMiddleware": 590,
    # The frontier keeps to the scope; a cache would hide what a page says today.
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "scrapy.downloadermiddlewares.httpcache.HttpCacheMiddleware": None,
}

# Every status is a row, nothing is filtered by length, depth is the frontier's, and a Referer
# tells strangers where we come from: none of Scrapy's is needed, and each costs time per page.
SPIDER_MIDDLEWARES = {
    "scrapy.spidermiddlewares.start.StartSpiderMiddleware": None,
    "scrapy.spidermiddlewares.httperror.HttpErrorMiddleware": None,
    "scrapy.spidermiddlewares.referer.RefererMiddleware": None,
    "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": None,
    "scrapy.spidermiddlewares.depth.DepthMiddleware": None,
    "scrapy.spidermiddlewares.metacopy.MetaCopyDetectionMiddleware": None,
}

ITEM_PIPELINES = {
    "pipelines.link_type.LinkTypePipeline": 100,
    "pipelines.anchor_text.AnchorTextPipeline": 200,
    "pipelines.parquet.ParquetPipeline": 900,  # the last: only it writes
}

EXTENSIONS = {
    "linkspider.download.EarlyStop": 0,
    "linkspider.record.CrawlRecord": 0,
    "linkspider.shutdown.Shutdown": 0,
    "linkspider.progress.Progress": 0,
    # Consoles that execute code for whoever connects.
    "scrapy.extensions.telnet.TelnetConsole": None,
    "scrapy.extensions.remote_control.RemoteControl": None,
    # Progress says it better.
    "scrapy.extensions.logstats.LogStats": None,
    "scrapy.extensions.spiderstate.SpiderState": None,
}

# Nothing but the web, and by the stock HTTP/1.1 handler.
DOWNLOAD_HANDLERS = {
    "http": "linkspider.download.NotingDownloadHandler",
    "https": "linkspider.download.NotingDownloadHandler",
    "data": None,
    "file": None,
    "ftp": None,
    "s3": None,
}

# Strangers' pages name any address: those that are not public are refused, on every way to them.
TWISTED_DNS_RESOLVER = "linkspider.resolver.GuardedResolver"
# A name that nobody answers for holds its thread long; the others must not wait for it.
REACTOR_THREADPOOL_MAXSIZE = 32

# Bytes of bodies that are being read, above which nothing is sent: pages that take long wait for
# each other, and must not hold up all other hosts.
SCRAPER_SLOT_MAX_ACTIVE_SIZE = 32 * 1024 * 1024
# Scrapy starts this many tasks (and one more) for each response; a page is one item.
CONCURRENT_ITEMS = 1
# A faster event loop, where there is one: 0.2 ms a page.
if sys.platform != "win32":
    ASYNCIO_EVENT_LOOP = "uvloop.Loop"

# --- Politeness --------------------------------------------------------------------------------

USER_AGENT = "linkspider/0.1 (link analysis; no contact was set)"
ROBOTSTXT_OBEY = True
DOWNLOAD_DELAY = 1  # seconds between two requests to a host
DOWNLOAD_DELAY_JITTER = 0  # what is handed out when it is due must not wait again
CONCURRENT_REQUESTS_PER_DOMAIN = 1
# Many hosts at once make up for the slowness with each. Half of these places are for hosts that are
# known to answer, so that those who never do hold up nobody else.
CONCURRENT_REQUESTS = 64
RETRY_GIVE_UP_LOG_LEVEL = "DEBUG"  # the row says it

# --- Limits ------------------------------------------------------------------------------------

DOWNLOAD_MAXSIZE = 8 * 1024 * 1024  # bytes, after decompression
DOWNLOAD_WARNSIZE = 0
DOWNLOAD_TIMEOUT = 30  # seconds
DOWNLOAD_FAIL_ON_DATALOSS = False  # half a page has links too
DNS_TIMEOUT = 20  # seconds

# --- What a person sees ------------------------------------------------------------------------

LOG_LEVEL = "INFO"
LOG_FORMAT = "%(asctime)s %(levelname)s %(message)s"
LOG_DATEFORMAT = "%H:%M:%S"
LOG_VERSIONS: list[str] = []  # they stand in the row of `crawls`
STATS_DUMP = False
LOGSTATS_INTERVAL = 10  # seconds between two lines of progress, where there is no terminal
