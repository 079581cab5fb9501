"""Where things are in the repository."""

from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[1]
TESTS: Final = ROOT / "tests"
CASES: Final = sorted(path.parent for path in TESTS.glob("cases/*/article.yaml"))
EVERYTHING: Final = TESTS / "cases" / "everything-an-article-can-hold"
ARTICLES: Final = {
    "shipped": ROOT / "content" / "article.yaml",
    "everything": EVERYTHING / "article.yaml",
    "right-to-left": TESTS / "cases" / "an-article-is-read-from-right-to-left" / "article.yaml",
    "wide-tables": TESTS / "cases" / "tables-of-many-columns" / "article.yaml",
}
