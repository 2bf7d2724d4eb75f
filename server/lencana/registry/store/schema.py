"""The tables. Changed by migrations alone; while servers of two versions share a database, only additions are safe."""

from sqlalchemy import BigInteger, Column, LargeBinary, MetaData, String, Table

SCHEMA = "0001"  # the newest migration, so that an up-to-date database is seen as such without loading Alembic

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
