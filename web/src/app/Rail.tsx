import { Link, useLocation, useParams, useSearch } from "@tanstack/react-router";

import type { Me } from "@/features/accounts/useMe";
import { LastData } from "@/features/devices/LastData";
import { dayTarget } from "@/features/timeline/DayLink";
import { Week } from "@/features/timeline/Week";
import { onDay, type TimelineView } from "@/features/timeline/view";
import { isDate } from "@/lib/dates";
import { t } from "@/lib/t";
import { Sun } from "@/ui/Sun";

import { PAGES } from "./pages";

/** Pages, the days of the week, and when anything last reported: at the left of wide screens. */
export function Rail({ me, onHelp }: { me: Me; onHelp: () => void }) {
  return (
    <aside
      aria-label={t("shell.aside")}
      className="sticky top-0 flex h-dvh flex-col overflow-y-auto border-r border-rule px-4 py-6 max-lg:hidden print:hidden"
    >
      <Link to="/" search={{}} className="mb-6 flex items-center gap-2.5 px-2.5 text-16 font-semibold">
        <Sun /> Daywright
      </Link>
      <nav aria-label={t("shell.pages")}>
        {PAGES.map(({ to, name }) => (
          <Link
            key={to}
            to={to}
            search={{}}
            activeOptions={{ exact: true, includeSearch: false }}
            className="mb-1 flex h-[34px] items-center rounded-2 px-2.5 hover:bg-band"
            activeProps={{ className: "bg-band font-semibold text-ink" }}
            inactiveProps={{ className: "text-ink-2" }}
          >
            {name}
          </Link>
        ))}
      </nav>
      <div className="mt-8">
        <WeekHere me={me} />
      </div>
      <div className="mt-auto flex flex-col items-start gap-2 px-2.5">
        <Link to="/devices" className="tap-target hover:text-ink">
          <LastData />
        </Link>
        <div className="flex gap-4 text-12 text-ink-2">
          <Link to="/settings" className="tap-target hover:text-ink">
            {t("nav.settings")}
          </Link>
          <button type="button" className="tap-target hover:text-ink" onClick={onHelp}>
            {t("nav.keys")}
          </button>
        </div>
      </div>
    </aside>
  );
}

/** The week around the day on screen. From the timeline, another day is a day of the timeline. */
function WeekHere({ me }: { me: Me }) {
  const { date } = useParams({ strict: false });
  const { pathname } = useLocation();
  const view: TimelineView = useSearch({ strict: false });
  const inTimeline = pathname === "/timeline";
  const shown = inTimeline ? view.date : date;
  return (
    <Week
      date={shown !== undefined && isDate(shown) ? shown : me.today}
      today={me.today}
      weekStart={me.week_start}
      target={(to) =>
        inTimeline ? { to: "/timeline", search: { ...onDay(view, to, me.today) } } : dayTarget(to, me.today)
      }
    />
  );
}
