import { Link, Outlet, useNavigate, useParams } from "@tanstack/react-router";
import { useState } from "react";

import { ApiFailure } from "@/api/client";
import { SignIn } from "@/features/accounts/SignIn";
import { useMe, type Me } from "@/features/accounts/useMe";
import { LastData } from "@/features/devices/LastData";
import { useLive } from "@/features/live/useLive";
import { DaySkeleton } from "@/features/timeline/DayStates";
import { Week } from "@/features/timeline/Week";
import { isDate } from "@/lib/dates";
import { useKeys } from "@/lib/keys";
import { ServerClock } from "@/lib/serverClock";
import { t } from "@/lib/t";
import { Sun } from "@/ui/Sun";
import { Toasts } from "@/ui/Toasts";
import { Day, Devices, RuleTree, Settings, TrendLine } from "@/ui/icons";

import { Demo } from "./Demo";
import { Help } from "./Help";
import { Stale } from "./Stale";
import { Unreachable } from "./pages/Unreachable";
import { SessionContext } from "./session";

/** Who is asking? Until that is known nothing of anybody's day is drawn. */
export function Shell() {
  const me = useMe();
  if (me.error instanceof ApiFailure && me.error.signedOut) return <SignIn />;
  if (me.data) return <SignedIn me={me.data} />;
  if (me.error) return <Unreachable error={me.error} retry={() => void me.refetch()} />;
  return (
    <main className="mx-auto max-w-[1280px] px-4 pt-20 md:px-10 lg:pl-[224px]">
      <DaySkeleton />
    </main>
  );
}

function SignedIn({ me }: { me: Me }) {
  const connection = useLive();
  const navigate = useNavigate();
  const [help, setHelp] = useState(false);
  useKeys({
    "?": () => setHelp(true),
    t: () => void navigate({ to: "/" }),
    "g t": () => void navigate({ to: "/" }),
    "g y": () => void navigate({ to: "/trends", search: {} }),
    "g r": () => void navigate({ to: "/rules", search: {} }),
    "g h": () => void navigate({ to: "/devices" }),
    "g ,": () => void navigate({ to: "/settings" }),
  });
  return (
    <SessionContext value={{ me, connection }}>
      <ServerClock offset={me.clockOffset}>
        <a
          href="#main"
          className="sr-only z-50 rounded-2 bg-primary px-3 py-2 text-on-primary focus:not-sr-only focus:fixed focus:top-3 focus:left-3"
        >
          {t("shell.skip")}
        </a>
        <div className="lg:grid lg:grid-cols-[184px_minmax(0,1fr)] print:block">
          <Rail me={me} onHelp={() => setHelp(true)} />
          <main
            id="main"
            tabIndex={-1}
            className="mx-auto w-full max-w-[1280px] px-4 pt-4 pb-24 outline-none md:px-8 lg:px-10 lg:pt-6 lg:pb-10"
          >
            {me.demo && <Demo />}
            <Stale clockOffset={me.clockOffset} zone={me.zone} />
            <Outlet />
          </main>
        </div>
        <BottomBar />
        <Toasts />
        <Help open={help} onOpenChange={setHelp} />
      </ServerClock>
    </SessionContext>
  );
}

function Rail({ me, onHelp }: { me: Me; onHelp: () => void }) {
  const { date } = useParams({ strict: false });
  return (
    <aside
      aria-label={t("shell.aside")}
      className="sticky top-0 flex h-dvh flex-col overflow-y-auto border-r border-rule px-4 py-6 max-lg:hidden print:hidden"
    >
      <Link to="/" search={{}} className="mb-6 flex items-center gap-2.5 px-2.5 text-16 font-semibold">
        <Sun /> Daywright
      </Link>
      <nav aria-label={t("shell.pages")}>
        <RailLink to="/">{t("nav.today")}</RailLink>
        <RailLink to="/trends">{t("nav.trends")}</RailLink>
        <RailLink to="/rules">{t("nav.rules")}</RailLink>
        <RailLink to="/devices">{t("nav.devices")}</RailLink>
      </nav>
      <div className="mt-8">
        <Week
          date={date !== undefined && isDate(date) ? date : me.today}
          today={me.today}
          weekStart={me.week_start}
        />
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

function RailLink({ to, children }: { to: "/" | "/trends" | "/rules" | "/devices"; children: string }) {
  return (
    <Link
      to={to}
      search={{}}
      activeOptions={{ exact: true, includeSearch: false }}
      className="mb-1 flex h-[34px] items-center rounded-2 px-2.5 hover:bg-band"
      activeProps={{ className: "bg-band font-semibold text-ink" }}
      inactiveProps={{ className: "text-ink-2" }}
    >
      {children}
    </Link>
  );
}

function BottomBar() {
  const entries = [
    { to: "/", name: t("nav.today"), icon: <Day /> },
    { to: "/trends", name: t("nav.trends"), icon: <TrendLine /> },
    { to: "/rules", name: t("nav.rules"), icon: <RuleTree /> },
    { to: "/devices", name: t("nav.devices"), icon: <Devices /> },
    { to: "/settings", name: t("nav.settings"), icon: <Settings /> },
  ] as const;
  return (
    <nav
      aria-label={t("shell.pages")}
      className="fixed inset-x-0 bottom-0 z-40 flex border-t border-rule bg-card pb-[env(safe-area-inset-bottom)] lg:hidden print:hidden"
    >
      {entries.map(({ to, name, icon }) => (
        <Link
          key={to}
          to={to}
          activeOptions={{ exact: true, includeSearch: false }}
          className="flex h-14 flex-1 flex-col items-center justify-center gap-0.5 text-12"
          activeProps={{ className: "font-semibold text-ink" }}
          inactiveProps={{ className: "text-ink-2" }}
        >
          {icon}
          {name}
        </Link>
      ))}
    </nav>
  );
}
