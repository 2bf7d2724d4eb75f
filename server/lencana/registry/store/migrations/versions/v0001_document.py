"""Every published document, kept for ever; the primary key forbids two of one version."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the table, unless it is there from before migrations were."""
    op.create_table(
        "document",
        sa.Column("role", sa.String(16), primary_key=True),
        sa.Column("version", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("published_at", sa.String(20), nullable=False),
        sa.Column("envelope", sa.LargeBinary, nullable=False),
        if_not_exists=True,
    )
