"""The parts that statements about what is owed have in common: which months, for whom, to which account, and why not."""

# Why an entitlement cannot be paid now; the first that holds is told. ``e`` entitlement, ``payee``, ``a`` account,
# ``heads``, ``dead`` and ``unnumbered`` from its coverage of the benefit month, ``w`` the month. The month of a death is still paid
# (§9.4), but never to the account of somebody who has died. The amount is the family's as one: it is held back as a
# whole when somebody it covers has lived too long without a number (§5.2), and is paid once the number is there.
REASON = """
    CASE WHEN payee.death_date <= %(today)s THEN 'payee_dead'
         WHEN c.dead THEN 'member_dead'
         WHEN COALESCE(c.heads, 0) = 0 THEN 'nobody'
         WHEN EXISTS (SELECT 1 FROM payments_suspension s WHERE s.entitlement_id = e.id
                      AND s.first_month <= w.benefit_month AND s.pay_held IS NOT TRUE
                      AND (s.last_month IS NULL OR s.last_month >= w.benefit_month)) THEN 'suspended'
         WHEN c.clashes THEN 'clash'
         WHEN c.unnumbered OR payee.number_digest IS NULL AND payee.temporary_since
              < w.benefit_month - make_interval(months => %(temporary_months)s::int) THEN 'no_number'
         WHEN a.id IS NULL AND e.account_id IS NULL THEN 'no_account'
         WHEN a.id IS NULL THEN 'account_closed' END"""

# The entitlement's own account while it is valid, else the payee's current one: whoever opens a new account need
# not tell it twice.
ACCOUNT = """
    JOIN people_person payee ON payee.id = e.payee_id
    LEFT JOIN people_bankaccount own ON own.id = e.account_id
         AND (own.valid_to IS NULL OR own.valid_to >= %(today)s)
    LEFT JOIN people_bankaccount present ON present.person_id = e.payee_id AND present.valid_to IS NULL
    LEFT JOIN people_bankaccount a ON a.id = COALESCE(own.id, present.id)"""

# Somebody whom this benefit covers has had one longer that excludes it (§7): the newer of the two waits. Rules are
# looked at again every month, since one may begin after both were granted.
COVER = """
    others AS MATERIALIZED (
        SELECT o.person_id, o.entitlement_id, GREATEST(o.first_month, r.effective_from) AS first_month,
               LEAST(o.last_month, r.effective_to) AS last_month
        FROM payments_compatibility r
        JOIN payments_entitlement e ON e.programme = CASE r.first WHEN %(programme)s THEN r.second ELSE r.first END
        JOIN payments_coverage o ON o.entitlement_id = e.id
        WHERE r.verdict = 'forbid' AND %(programme)s IN (r.first, r.second)
    ),
    clashing AS MATERIALIZED (
        SELECT DISTINCT w.entitlement_id, w.benefit_month
        FROM others o
        JOIN payments_coverage c ON c.person_id = o.person_id AND c.entitlement_id > o.entitlement_id
        JOIN wanted w ON w.entitlement_id = c.entitlement_id AND w.benefit_month >= c.first_month
             AND (c.last_month IS NULL OR c.last_month >= w.benefit_month)
        WHERE o.first_month <= w.benefit_month AND (o.last_month IS NULL OR o.last_month >= w.benefit_month)
    ),
    cover AS (
        SELECT w.entitlement_id, w.benefit_month, count(*) AS heads,
               COALESCE(bool_or(p.death_date < w.benefit_month), false) AS dead,
               COALESCE(bool_or(p.number_digest IS NULL AND p.temporary_since
                   < w.benefit_month - make_interval(months => %(temporary_months)s::int)), false) AS unnumbered,
               EXISTS (SELECT 1 FROM clashing k WHERE k.entitlement_id = w.entitlement_id
                       AND k.benefit_month = w.benefit_month) AS clashes
        FROM wanted w
        JOIN payments_coverage c ON c.entitlement_id = w.entitlement_id AND c.first_month <= w.benefit_month
             AND (c.last_month IS NULL OR c.last_month >= w.benefit_month)
        JOIN people_person p ON p.id = c.person_id
        GROUP BY 1, 2
    )"""

# The benefit months that a run of ``month`` looks at, and what is owed for them with the reason against it. Months
# of a suspension that were forfeited are owed no more. What was decided here and never booked is owed from its first
# month on, whether or not there was a run then (subsidies begin with the month of the application); a roll that was
# taken over was paid elsewhere before, so of its earlier months only those of runs made here are owed.
WANTED = """
    wanted AS (
    SELECT e.id AS entitlement_id, %(month)s::date AS benefit_month
    FROM payments_entitlement e
    WHERE e.programme = %(programme)s AND e.district_code = %(district)s
      AND e.from_month <= %(month)s AND (e.last_month IS NULL OR e.last_month >= %(month)s)
    UNION
    SELECT e.id, r.month
    FROM payments_entitlement e
    JOIN payments_run r ON r.programme = e.programme AND r.region_id = e.district_code AND r.origin = 'entered'
         AND r.state <> 'void' AND r.month < %(month)s AND r.month >= e.from_month
         AND (e.last_month IS NULL OR r.month <= e.last_month)
    WHERE e.programme = %(programme)s AND e.district_code = %(district)s AND e.from_month < %(month)s
      AND NOT EXISTS (SELECT 1 FROM payments_paymentline l WHERE l.entitlement_id = e.id)
    UNION
    SELECT e.id, m.month::date
    FROM payments_entitlement e
    JOIN casework_case k ON k.id = e.case_id AND k.origin = 'entered'
    CROSS JOIN generate_series(e.from_month, LEAST(e.last_month, (%(month)s::date - interval '1 month')::date),
                               interval '1 month') AS m(month)
    WHERE e.programme = %(programme)s AND e.district_code = %(district)s AND e.from_month < %(month)s
      AND NOT EXISTS (SELECT 1 FROM payments_paymentline l WHERE l.entitlement_id = e.id)
    UNION
    SELECT x.entitlement_id, x.benefit_month
    FROM payments_runexclusion x
    JOIN payments_run r ON r.id = x.run_id
    WHERE r.programme = %(programme)s AND r.region_id = %(district)s AND r.month < %(month)s
)"""

DUE = f"""
    due AS MATERIALIZED (
    SELECT w.entitlement_id, w.benefit_month, t.region_id, t.amount, a.id AS account_id, a.account_hint,
           COALESCE(c.heads, 0) AS heads, {REASON} AS reason,
           EXISTS (SELECT 1 FROM payments_runexclusion x WHERE x.entitlement_id = w.entitlement_id
                   AND x.benefit_month = w.benefit_month AND w.benefit_month < %(month)s) AS held
    FROM wanted w
    JOIN payments_entitlement e ON e.id = w.entitlement_id
    JOIN payments_entitlementterm t ON t.entitlement_id = w.entitlement_id AND t.amount IS NOT NULL
         AND t.first_month <= w.benefit_month AND (t.last_month IS NULL OR t.last_month >= w.benefit_month)
    {ACCOUNT}
    LEFT JOIN cover c ON c.entitlement_id = w.entitlement_id AND c.benefit_month = w.benefit_month
    WHERE NOT EXISTS (
        SELECT 1 FROM payments_paymentline l
        WHERE l.entitlement_id = w.entitlement_id AND l.benefit_month = w.benefit_month
          AND l.kind IN ('regular', 'back_pay') AND l.cause = ANY (%(base)s))
      AND NOT EXISTS (
        SELECT 1 FROM payments_suspension s
        WHERE s.entitlement_id = w.entitlement_id AND s.pay_held = false
          AND s.first_month <= w.benefit_month AND s.last_month >= w.benefit_month)
)"""
