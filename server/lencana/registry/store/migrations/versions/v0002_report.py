"""What readers report, until it is due to be deleted, and what is still to be sent on of it."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make both tables, unless they are there."""
    op.create_table(
        "report",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("at", sa.String(20), nullable=False),
        sa.Column("expires", sa.String(20), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("group", sa.String(32), nullable=False),
        sa.Column("reader", sa.String(64), nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.Column("answer", sa.LargeBinary),
        sa.Column("raw", sa.LargeBinary),
        if_not_exists=True,
    )
    op.create_index("report_by_time", "report", ["at", "id"], if_not_exists=True)
    op.create_index("report_by_group", "report", ["group"], if_not_exists=True)
    op.create_table(
        "report_outbox",
        sa.Column("report", sa.String(36), primary_key=True),
        sa.Column("channel", sa.String(16), primary_key=True),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("attempts", sa.BigInteger, nullable=False),
        sa.Column("due", sa.String(20), nullable=False),
        sa.Column("claim", sa.String(36), nullable=False),
        if_not_exists=True,
    )
