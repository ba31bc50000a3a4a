package org.logbraid.bench.logs;

import java.util.Random;

/**
 * What the lines of an access log are made of: visitors who keep their address and browser, the pages of one site, where
 * they were linked from. Drawn once from a seed, as a log repeats itself: that, not the letters, decides how well it packs.
 *
 * <p>Immutable.
 */
final class Vocabulary {
    static final int SHORTEST_PATH = 12;
    static final int LONGEST_PATH = 140;

    private static final int VISITORS = 400;
    private static final int PAGES_OF_A_LENGTH = 8;

    private static final String[] SECTIONS = {
        "/articles/", "/blog/", "/presentations/", "/images/", "/static/", "/docs/", "/api/v2/", "/tags/", "/shop/"
    };
    private static final String[] WORDS = {
        "about",
        "access",
        "alert",
        "apache",
        "archive",
        "backup",
        "basket",
        "branch",
        "builder",
        "bundle",
        "cache",
        "canvas",
        "catalog",
        "channel",
        "cloud",
        "cluster",
        "collector",
        "compare",
        "config",
        "content",
        "control",
        "dashboard",
        "database",
        "debug",
        "deploy",
        "design",
        "detail",
        "digest",
        "driver",
        "editor",
        "engine",
        "event",
        "example",
        "feature",
        "filter",
        "format",
        "forward",
        "gallery",
        "gateway",
        "guide",
        "header",
        "history",
        "house",
        "index",
        "install",
        "journal",
        "kernel",
        "language",
        "layout",
        "library",
        "linux",
        "logstash",
        "machine",
        "manual",
        "market",
        "memory",
        "message",
        "metric",
        "mobile",
        "monitor",
        "network",
        "notes",
        "order",
        "package",
        "parser",
        "pattern",
        "performance",
        "picture",
        "pipeline",
        "plugin",
        "product",
        "project",
        "protocol",
        "query",
        "queue",
        "reader",
        "record",
        "release",
        "report",
        "review",
        "router",
        "sample",
        "schema",
        "script",
        "search",
        "server",
        "session",
        "shipping",
        "signal",
        "source",
        "storage",
        "stream",
        "summer",
        "system",
        "table",
        "template",
        "thread",
        "ticket",
        "token",
        "tutorial",
        "update",
        "upload",
        "user",
        "vendor",
        "version",
        "video",
        "weather",
        "window"
    };
    private static final String[] ENDS = {".html", ".png", ".css", ".js", "/", ".pdf", ".jpg", ".json"};
    private static final String[] BROWSERS = {
        "Mozilla/5.0 (Windows NT 6.1; WOW64; rv:27.0) Gecko/20100101 Firefox/27.0",
        "Mozilla/5.0 (X11; Linux x86_64; rv:38.0) Gecko/20100101 Firefox/38.0",
        "Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:27.0) Gecko/20100101 Firefox/27.0",
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10.8; rv:25.0) Gecko/20100101 Firefox/25.0",
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
        "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
        "Mozilla/5.0 (compatible; YandexBot/3.0; +http://yandex.com/bots)",
        "Mozilla/5.0 (compatible; MSIE 9.0; Windows NT 6.1; WOW64; Trident/5.0)",
        "Mozilla/5.0 (Windows NT 6.3; WOW64; Trident/7.0; rv:11.0) like Gecko",
        "Opera/9.80 (Windows NT 6.1; WOW64) Presto/2.12.388 Version/12.16",
        "Tiny Tiny RSS/1.11 (http://tt-rss.org/)",
        "UniversalFeedParser/4.2-pre-314-svn +http://feedparser.org/"
    };
    private static final String[] REFERERS = {
        "-",
        "-",
        "-",
        "http://www.example.com/",
        "http://www.example.com/articles/",
        "https://www.google.com/",
        "http://www.example.com/blog/tags/linux",
        "https://search.example.net/?q=log"
    };
    private static final String[] ANSWERS = {
        "GET 200",
        "GET 200",
        "GET 200",
        "GET 200",
        "GET 200",
        "GET 200",
        "GET 304",
        "GET 404",
        "POST 200",
        "HEAD 200",
        "GET 301",
        "POST 302"
    };

    /** Somebody's address and browser. */
    record Visitor(String address, String browser) {}

    /** A page of the site, always of the same size, which has six digits. */
    record Page(String path, int sizeBytes) {}

    private final Visitor[] visitors = new Visitor[VISITORS];
    private final Page[][] pages = new Page[LONGEST_PATH + 1][];

    Vocabulary(Random random) {
        for (int i = 0; i < VISITORS; i++) {
            visitors[i] = new Visitor(
                    random.nextInt(11, 223) + "." + random.nextInt(256) + "." + random.nextInt(256) + "."
                            + random.nextInt(1, 255),
                    pick(random, BROWSERS));
        }
        for (int length = SHORTEST_PATH; length <= LONGEST_PATH; length++) {
            pages[length] = new Page[PAGES_OF_A_LENGTH];
            for (int i = 0; i < PAGES_OF_A_LENGTH; i++) {
                pages[length][i] = new Page(path(random, length), random.nextInt(100_000, 1_000_000));
            }
        }
    }

    private static String path(Random random, int length) {
        String end = pick(random, ENDS);
        var path = new StringBuilder(pick(random, SECTIONS)).append(pick(random, WORDS));
        while (path.length() < length) {
            path.append(random.nextInt(4) == 0 ? '/' : '-').append(pick(random, WORDS));
        }
        path.setLength(length - end.length());
        return path.append(end).toString();
    }

    private static String pick(Random random, String[] from) {
        return from[random.nextInt(from.length)];
    }

    /** One of the visitors; those before a moving place come most often, as visitors click more than once. */
    Visitor visitor(Random random, int busiest) {
        int few = random.nextInt(16) * random.nextInt(16) / 8;
        return visitors[(busiest + few) % VISITORS];
    }

    /** A page whose path has a length. */
    Page page(Random random, int length) {
        return pages[length][random.nextInt(PAGES_OF_A_LENGTH)];
    }

    String referer(Random random) {
        return pick(random, REFERERS);
    }

    /** Method and status, with a space between. */
    String answer(Random random) {
        return pick(random, ANSWERS);
    }
}
