import { Outlet, useNavigate } from "@tanstack/react-router";
import { useState } from "react";

import { ApiFailure } from "@/api/client";
import { SignIn } from "@/features/accounts/SignIn";
import { useMe, type Me } from "@/features/accounts/useMe";
import { useLive } from "@/features/live/useLive";
import { DaySkeleton } from "@/features/timeline/DayStates";
import { useKeys } from "@/lib/keys";
import { ServerClock } from "@/lib/serverClock";
import { t } from "@/lib/t";
import { Toasts } from "@/ui/Toasts";

import { BottomBar } from "./BottomBar";
import { Demo } from "./Demo";
import { Help } from "./Help";
import { Rail } from "./Rail";
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
    "g l": () => void navigate({ to: "/timeline" }),
    "g a": () => void navigate({ to: "/activity", search: {} }),
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
        <BottomBar onHelp={() => setHelp(true)} />
        <Toasts />
        <Help open={help} onOpenChange={setHelp} />
      </ServerClock>
    </SessionContext>
  );
}
