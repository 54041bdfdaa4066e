"""Settings of the archive. Everything an editor may want to change is in the first group.

Every name of ``NEWS_ARCHIVE`` is explained, with its unit and default, in plugins/news_archive/settings.py.
"""

import os

# --- The archive: name, words, choices -----------------------------------------------------------------------------
NEWS_ARCHIVE = {
    "site": {
        "name": "خزانة الأخبار",
        "tagline": "أرشيف عربي للصحافة، منقّى ومفهرس، وكلّ ما حُذف منه ظاهر",
    },
    "source": {
        "samples": True,  # False leaves seeds/samples/ out
    },
}

# --- Where it is published -----------------------------------------------------------------------------------------
SITEURL = os.environ.get("SITEURL", "").rstrip("/")  # only feeds, sitemap and citations need it; all links are relative

# --- Where things are ----------------------------------------------------------------------------------------------
PATH = "content"
PAGE_PATHS = ["pages"]
OUTPUT_PATH = "output"
THEME = "theme"
PLUGIN_PATHS = ["plugins"]
PLUGINS = ["news_archive.pelican_plugin"]

# --- For Pelican itself; the plugin counts on these ----------------------------------------------------------------
SITENAME = NEWS_ARCHIVE["site"]["name"]
TIMEZONE = "UTC"
DEFAULT_LANG = "ar"
ARTICLE_PATHS: list[str] = []  # the articles come from the stages
STATIC_PATHS: list[str] = []
THEME_STATIC_PATHS: list[str] = []  # styles, fonts and scripts are written by the plugin, named by their content
PAGE_URL = PAGE_SAVE_AS = "{slug}.html"
DRAFT_PAGE_SAVE_AS = ""  # a page with "Status: draft" is not published
RELATIVE_URLS = True
ARTICLE_TRANSLATION_ID = False  # Pelican's look for translations is quadratic
PAGE_TRANSLATION_ID = False
CACHE_CONTENT = LOAD_CONTENT_CACHE = False
DIRECT_TEMPLATES: list[str] = []
ARCHIVES_SAVE_AS = AUTHORS_SAVE_AS = CATEGORIES_SAVE_AS = TAGS_SAVE_AS = ""
AUTHOR_SAVE_AS = CATEGORY_SAVE_AS = TAG_SAVE_AS = ""
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
JINJA_ENVIRONMENT = {"autoescape": True, "trim_blocks": True, "lstrip_blocks": True, "extensions": []}
