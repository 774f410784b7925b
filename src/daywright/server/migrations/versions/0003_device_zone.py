"""Each device's own zone: a person has moved when a device has, not when two devices disagree."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("device", schema=None) as batch_op:
        batch_op.add_column(sa.Column("zone", sa.String(), nullable=True))


def downgrade() -> None:
    raise NotImplementedError("Schema history goes forward only; restore a backup instead.")
