"""Turn a folder of raw Arabic news articles into a static archive that is browsed and searched without a server.

The flow, once; the same words name the modules, the lines of the build report and the sections of the settings:

    seeds/  content/articles/  --source PATH
       |  source     bytes -> SourceArticle            decode, parse, identify, date; or a rejection with a reason
       |  clean      SourceArticle -> CleanArticle     ordered rules; every change is a Span with rule and text
       |  analyse    CleanArticle -> Corpus            one pass; each distinct surface token is analysed once
       |  dedupe     Corpus -> relations, stories      same text, version, contained
       |  entities   Corpus -> mentions                authority file, clitics, guards; reason kept
       |  pages      Pelican articles, entity pages, lists, data files
       |  search     Corpus -> index shards            read by the browser; no server
       v
    output/     swapped in whole when it is complete

Imports run one way: models, errors <- arabic <- stages <- pelican_plugin. Stages do not import each other; they
meet in ``models``. Only ``pelican_plugin`` imports Pelican.
"""
