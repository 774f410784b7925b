"""The user's own records: corrections of the timeline. Devices tell how wrong their clock is."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "correction",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("user", WHOLE, nullable=False),
        sa.Column("correction", WHOLE, nullable=True),
        sa.Column("start_us", WHOLE, nullable=False),
        sa.Column("end_us", WHOLE, nullable=False),
        sa.Column("erase", sa.Boolean(), nullable=False),
        sa.Column("context", WHOLE, nullable=False),
        sa.Column("placed", WHOLE, nullable=True),
        sa.Column("made_us", WHOLE, nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("newest", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["context"], ["context.id"], name=op.f("fk_correction_context")),
        sa.ForeignKeyConstraint(["user"], ["user.id"], name=op.f("fk_correction_user"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_correction_correction", "correction", ["correction"])
    op.create_index("ix_correction_user_start_us", "correction", ["user", "start_us"])
    op.add_column("device", sa.Column("clock_skew_us", WHOLE, nullable=True))


def downgrade() -> None:
    raise NotImplementedError("Schema history goes forward only; restore a backup instead.")
