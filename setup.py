"""linkspider as a package: `pip install -e .` in the project's folder."""

from pathlib import Path

from setuptools import find_packages, setup

ANALYSIS = [
    "ibis-framework[duckdb]>=12,<13",
    "duckdb>=1.4,<2",  # Ibis 12 asks connections for what DuckDB 2 has taken out
    "sqlglot<30.18",  # later ones write a DROP without a name for Ibis 12
    "itables>=2.5",
    "jinja2>=3.1",
    "matplotlib>=3.8",
    "scipy>=1.13",
    "xlsxwriter>=3.2",
]

setup(
    name="linkspider",
    version="0.1.0",
    description="Link intelligence: crawl a site and those who link to it, every link a row",
    long_description=Path(__file__).with_name("README.md").read_text("utf-8"),
    long_description_content_type="text/markdown",
    license="BSD-3-Clause",
    license_files=["LICENSE"],
    python_requires=">=3.11",
    packages=find_packages(include=["linkspider", "linkspider.*", "pipelines", "pipelines.*"]),
    package_data={
        "linkspider": [
            "platforms.txt",
            "disavow/shared.txt",
            "html/*.toml",
            "analysis/*.css",
            "analysis/**/*.toml",
            "report/report.*",
            "demo/referring.txt",
            "demo/web/**/*",
            "demo/later/**/*",
        ]
    },
    install_requires=[
        "scrapy>=2.19,<3",
        "itemadapter>=0.11",
        "numpy>=2",
        "pandas>=2.2",
        "pyarrow>=17",
        "selectolax>=1.0,<2",
        "can_ada>=3,<4",
        "ada-url>=1.32",
        "certifi",
        "idna",
        "tldextract>=5.3,<6",
        "webencodings>=0.5.1",
        "tqdm>=4.66",
        "uvloop>=0.21; platform_system != 'Windows'",
    ],
    extras_require={
        "notebooks": [*ANALYSIS, "jupyterlab>=4"],
        "spark": [*ANALYSIS, "pyspark>=4,<4.1"],  # 470 MB, and needs Java 17
        "test": [
            *ANALYSIS,
            "fonttools>=4.50",
            "import-linter>=2.1",
            "ipykernel>=6",
            "mypy>=1.18",
            "nbclient>=0.10",
            "nbconvert>=7.16",
            "nbformat>=5.10",
            "networkx>=3.2",
            "openpyxl>=3.1",
            "playwright>=1.50",
            "pandas-stubs",
            "pytest>=8",
            "pytest-xdist>=3.6",
            "ruff>=0.14",
            "trustme>=1.2",
            "types-tqdm",
        ],
        "benchmarks": ["advertools>=0.16", "psutil>=5.9"],
    },
    entry_points={"scrapy": ["settings = linkspider.settings"]},
    classifiers=[
        "Framework :: Scrapy",
        "Intended Audience :: Information Technology",
        "Programming Language :: Python :: 3 :: Only",
        "Programming Language :: Python :: 3.11",
        "Programming Language :: Python :: 3.12",
        "Programming Language :: Python :: 3.13",
        "Topic :: Internet :: WWW/HTTP :: Indexing/Search",
    ],
)
