"""Every question categories asks the database."""

NEWEST = "SELECT id, revision, document FROM ruleset WHERE user = ? ORDER BY revision DESC LIMIT 1"
INSERT = "INSERT INTO ruleset (user, revision, document, created_us) VALUES (?, ?, ?, ?) RETURNING id"
BEFORE = "SELECT document FROM ruleset WHERE user = ? AND revision < ? ORDER BY revision DESC LIMIT 1"
FORGET_MATCHES = """
    DELETE FROM context_rule WHERE ruleset IN (SELECT id FROM ruleset WHERE user = ? AND id <> ?)"""
DROP_OLDEST = """
    DELETE FROM ruleset WHERE user = :user
    AND revision <= (SELECT max(revision) FROM ruleset WHERE user = :user) - :kept"""
MATCHES = "SELECT context, rule FROM context_rule WHERE ruleset = ? AND context > ? ORDER BY context"
PUT_MATCHES = "INSERT INTO context_rule (ruleset, context, rule) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
NEWEST_ID = "SELECT id FROM ruleset WHERE user = ? ORDER BY revision DESC LIMIT 1"
EXISTS = "SELECT 1 FROM ruleset WHERE id = ?"
