"""How a bucket is filled: by own watchers, by other programs, by an import. And what ActivityWatch clients set."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("bucket", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("rank", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False, server_default="2")
        )
    op.create_table(
        "activitywatch_setting",
        sa.Column("user", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user"], ["user.id"], name=op.f("fk_activitywatch_setting_user_user"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user", "key", name=op.f("pk_activitywatch_setting")),
    )


def downgrade() -> None:
    raise NotImplementedError("Schema history goes forward only; restore a backup instead.")
