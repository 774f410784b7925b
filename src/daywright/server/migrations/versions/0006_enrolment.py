"""Enrolment: what lets machines in, the keys they sign with, what they are asked and what they tell; the audit list."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _of_device(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["device"], ["device.id"], name=op.f(f"fk_{table}_device"), ondelete="CASCADE")


def _of_user(table: str, ondelete: str = "CASCADE") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["user"], ["user.id"], name=op.f(f"fk_{table}_user"), ondelete=ondelete)


def upgrade() -> None:
    with op.batch_alter_table("device", schema=None) as batch_op:
        batch_op.add_column(sa.Column("state", sa.String(), nullable=False, server_default="active"))
        batch_op.add_column(sa.Column("revoked_us", WHOLE, nullable=True))
    op.create_table(
        "enrol_secret",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("user", WHOLE, nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("max_uses", WHOLE, nullable=False),
        sa.Column("uses", WHOLE, nullable=False),
        sa.Column("require_approval", sa.Boolean(), nullable=False),
        sa.Column("created_us", WHOLE, nullable=False),
        sa.Column("expires_us", WHOLE, nullable=False),
        sa.Column("revoked_us", WHOLE, nullable=True),
        _of_user("enrol_secret"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrol_secret")),
        sa.UniqueConstraint("hash", name=op.f("uq_enrol_secret_hash")),
        sa.UniqueConstraint("uid", name=op.f("uq_enrol_secret_uid")),
    )
    op.create_index("ix_enrol_secret_user", "enrol_secret", ["user"])
    op.create_table(
        "enrolment",
        sa.Column("device", WHOLE, nullable=False),
        sa.Column("user", WHOLE, nullable=False),
        sa.Column("device_uid", sa.String(), nullable=False),
        sa.Column("secret", WHOLE, nullable=True),
        sa.Column("username", sa.String(), nullable=False),
        sa.Column("agent_version", sa.String(), nullable=False),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column("request_id", sa.String(), nullable=False),
        sa.Column("enrolled_us", WHOLE, nullable=False),
        _of_device("enrolment"),
        _of_user("enrolment"),
        sa.ForeignKeyConstraint(["secret"], ["enrol_secret.id"], name=op.f("fk_enrolment_secret"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("device", name=op.f("pk_enrolment")),
        sa.UniqueConstraint("user", "device_uid", name=op.f("uq_enrolment_user_device_uid")),
    )
    op.create_index("ix_enrolment_secret", "enrolment", ["secret"])
    op.create_table(
        "device_key",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("device", WHOLE, nullable=False),
        sa.Column("key_id", sa.String(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("created_us", WHOLE, nullable=False),
        sa.Column("until_us", WHOLE, nullable=True),
        _of_device("device_key"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_device_key")),
        sa.UniqueConstraint("device", "key_id", name=op.f("uq_device_key_device_key_id")),
    )
    op.create_table(
        "device_config",
        sa.Column("device", WHOLE, nullable=False),
        sa.Column("version", WHOLE, nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("etag", sa.String(), nullable=False),
        sa.Column("changed_us", WHOLE, nullable=False),
        _of_device("device_config"),
        sa.PrimaryKeyConstraint("device", name=op.f("pk_device_config")),
    )
    op.create_table(
        "device_report",
        sa.Column("device", WHOLE, nullable=False),
        sa.Column("at_us", WHOLE, nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        _of_device("device_report"),
        sa.PrimaryKeyConstraint("device", name=op.f("pk_device_report")),
    )
    op.create_table(
        "device_nonce",
        sa.Column("device", WHOLE, nullable=False),
        sa.Column("nonce", sa.String(), nullable=False),
        sa.Column("until_us", WHOLE, nullable=False),
        _of_device("device_nonce"),
        sa.PrimaryKeyConstraint("device", "nonce", name=op.f("pk_device_nonce")),
    )
    op.create_index("ix_device_nonce_until_us", "device_nonce", ["until_us"])
    op.create_table(
        "audit",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("at_us", WHOLE, nullable=False),
        sa.Column("user", WHOLE, nullable=True),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("detail", sa.String(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        _of_user("audit", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
    )
    op.create_index("ix_audit_user", "audit", ["user"])


def downgrade() -> None:
    raise NotImplementedError("Schema history goes forward only; restore a backup instead.")
