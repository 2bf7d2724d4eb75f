"""The tables. Changed by migrations alone; while servers of two versions share a database, only additions are safe."""

from sqlalchemy import BigInteger, Column, Index, LargeBinary, MetaData, String, Table

SCHEMA = "0002"  # the newest migration, so that an up-to-date database is seen as such without loading Alembic

metadata = MetaData()

document = Table(
    "document",
    metadata,
    Column("role", String(16), primary_key=True),
    Column("version", BigInteger, primary_key=True, autoincrement=False),
    Column("sha256", String(64), nullable=False),
    Column("published_at", String(20), nullable=False),
    Column("envelope", LargeBinary, nullable=False),
)

# What a reader sent on purpose. `content` and `answer` are JSON, as bytes: a NUL in a text is none to PostgreSQL.
report = Table(
    "report",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("at", String(20), nullable=False),
    Column("expires", String(20), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("state", String(16), nullable=False),
    Column("group", String(32), nullable=False),
    Column("reader", String(64), nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("answer", LargeBinary),
    Column("raw", LargeBinary),
    Index("report_by_time", "at", "id"),
    Index("report_by_group", "group"),
)

# What is to be sent on of confirmed phish, a row for each way out; `claim` is who is sending it, until `due`.
report_outbox = Table(
    "report_outbox",
    metadata,
    Column("report", String(36), primary_key=True),
    Column("channel", String(16), primary_key=True),
    Column("state", String(16), nullable=False),
    Column("attempts", BigInteger, nullable=False),
    Column("due", String(20), nullable=False),
    Column("claim", String(36), nullable=False),
)
