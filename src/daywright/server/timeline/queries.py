"""Every question the day cache asks the database; each is bounded by a range of days."""

VERSIONS = "SELECT utc_day, built_from FROM day WHERE user = ? AND utc_day BETWEEN ? AND ?"
BLOBS = "SELECT utc_day, blob FROM day WHERE user = ? AND utc_day BETWEEN ? AND ?"
ALL_DAYS = "SELECT utc_day FROM day WHERE user = ? ORDER BY utc_day LIMIT 100000"
PUT_DAY = """
    INSERT INTO day (user, utc_day, built_from, blob) VALUES (?, ?, ?, ?)
    ON CONFLICT (user, utc_day) DO UPDATE SET built_from = excluded.built_from, blob = excluded.blob"""
IS_BUILT = "SELECT 1 FROM day WHERE user = ? AND utc_day = ? AND built_from = ?"
DROP_DAY = "DELETE FROM day WHERE user = ? AND utc_day = ?"
