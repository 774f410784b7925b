"""Every question timeline asks the database; each is bounded, mostly by a range of time."""

VERSIONS = "SELECT utc_day, built_from FROM day WHERE user = ? AND utc_day BETWEEN ? AND ?"
BLOB = "SELECT blob FROM day WHERE user = ? AND utc_day = ?"
ALL_DAYS = "SELECT utc_day FROM day WHERE user = ? ORDER BY utc_day LIMIT 100000"
PUT_DAY = """
    INSERT INTO day (user, utc_day, built_from, blob) VALUES (?, ?, ?, ?)
    ON CONFLICT (user, utc_day) DO UPDATE SET built_from = excluded.built_from, blob = excluded.blob"""
IS_BUILT = "SELECT 1 FROM day WHERE user = ? AND utc_day = ? AND built_from = ?"
EDGES = "SELECT min(utc_day), max(utc_day) FROM day WHERE user = ?"
DIRTY_EDGES = "SELECT min(utc_day), max(utc_day) FROM dirty_day WHERE user = ?"

CORRECTIONS = """
    SELECT correction.correction, correction.id, correction.start_us, correction.end_us, correction.erase,
           correction.context, context.data, correction.placed, first.made_us
    FROM correction
    JOIN correction AS first ON first.id = correction.correction
    JOIN context ON context.id = correction.context
    WHERE correction.user = :user AND correction.newest AND NOT correction.withdrawn
    AND correction.start_us >= :from_us - :longest_us AND correction.start_us < :to_us AND correction.end_us > :from_us
    ORDER BY correction.start_us, correction.placed LIMIT 100000"""
CORRECTION = """
    SELECT id, correction, start_us, end_us, erase, context, placed, withdrawn, newest FROM correction
    WHERE user = :user AND correction = :correction AND newest"""
CHANGE = """
    SELECT id, correction, start_us, end_us, erase, context, placed, withdrawn, newest FROM correction
    WHERE user = :user AND id = :id"""
CHANGE_BEFORE = """
    SELECT id, correction, start_us, end_us, erase, context, placed, withdrawn, newest FROM correction
    WHERE user = :user AND correction = :correction AND id < :id ORDER BY id DESC LIMIT 1"""
SUPERSEDE = "UPDATE correction SET newest = 0 WHERE user = :user AND correction = :correction AND newest"
ADD_CHANGE = """
    INSERT INTO correction (user, correction, start_us, end_us, erase, context, placed, made_us, withdrawn, newest)
    VALUES (:user, :correction, :start_us, :end_us, :erase, :context, :placed, :made_us, :withdrawn, 1) RETURNING id"""
NAME_ITSELF = """
    UPDATE correction SET correction = coalesce(correction, id), placed = coalesce(placed, id) WHERE id = ?"""
