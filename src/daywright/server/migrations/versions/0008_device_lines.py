"""The runs of an agent that reported lately, and which device two machines seem to be."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0006"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    with op.batch_alter_table("device", schema=None) as batch_op:
        batch_op.add_column(sa.Column("clone_suspected_us", WHOLE, nullable=True))
    op.create_table(
        "device_line",
        sa.Column("device", WHOLE, nullable=False),
        sa.Column("line", sa.String(), nullable=False),
        sa.Column("seq", WHOLE, nullable=False),
        sa.Column("at_us", WHOLE, nullable=False),
        sa.Column("returned_us", WHOLE, nullable=True),
        sa.ForeignKeyConstraint(["device"], ["device.id"], name=op.f("fk_device_line_device"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("device", "line", name=op.f("pk_device_line")),
    )


def downgrade() -> None:
    raise NotImplementedError("Schema history goes forward only; restore a backup instead.")
