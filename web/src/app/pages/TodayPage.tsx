import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useState } from "react";

import { WhereItWent } from "@/features/categories/WhereItWent";
import { StartAgent } from "@/features/devices/StartAgent";
import { Waiting } from "@/features/devices/Waiting";
import { useDevices } from "@/features/devices/useDevices";
import { Feed } from "@/features/live/Feed";
import { LiveDot } from "@/features/live/LiveDot";
import { NowCard } from "@/features/live/NowCard";
import { Counted } from "@/features/timeline/Counted";
import { DayBand, type View } from "@/features/timeline/DayBand";
import { DayHeader } from "@/features/timeline/DayHeader";
import { DayLink, dayTarget } from "@/features/timeline/DayLink";
import { DayError, DaySkeleton, EmptyDay } from "@/features/timeline/DayStates";
import { Places, Titles } from "@/features/timeline/Places";
import { Away, FocusBlocks } from "@/features/timeline/Spans";
import { Totals } from "@/features/timeline/Totals";
import { useDay, type Day } from "@/features/timeline/useDay";
import { instant, shortDate } from "@/lib/clock";
import { addDays, isDate } from "@/lib/dates";
import { age, duration } from "@/lib/duration";
import { useKeys } from "@/lib/keys";
import { useSilentSince } from "@/lib/reachability";
import { useNow } from "@/lib/serverClock";
import { t } from "@/lib/t";
import { useTitle } from "@/lib/useTitle";
import { Block } from "@/ui/Block";
import { Button, buttonClass } from "@/ui/Button";

import { useSession } from "../session";

import { NotFoundPage } from "./NotFoundPage";

export function TodayPage() {
  const { date } = useParams({ strict: false });
  const { me } = useSession();
  if (date !== undefined && !isDate(date)) return <NotFoundPage />;
  return <DayPage date={date ?? me.today} today={me.today} />;
}

function DayPage({ date, today }: { date: string; today: string }) {
  const { me } = useSession();
  const { day, coming, error, refetch } = useDay(date);
  const navigate = useNavigate();
  const [feed, setFeed] = useState(false);
  useKeys({
    "[": () => void navigate(dayTarget(addDays(date, -1), today)),
    "]": () => date < today && void navigate(dayTarget(addDays(date, 1), today)),
    l: () => setFeed((open) => !open),
  });
  useTitle(
    day && !coming ? `${duration(day.total_seconds)} · ${shortDate(date, today)}` : shortDate(date, today),
  );

  return (
    <>
      <DayHeader date={date} today={today} weekStart={me.week_start}>
        <Button onClick={() => setFeed(true)}>{t("feed.open")}</Button>
      </DayHeader>
      <div className={`mt-4 ${coming ? "opacity-50" : ""}`} aria-busy={coming}>
        {day ? (
          <DayBody day={day} today={today} />
        ) : error ? (
          <DayError error={error} retry={() => void refetch()} />
        ) : (
          <DaySkeleton />
        )}
      </div>
      <Feed open={feed} onOpenChange={setFeed} zone={me.zone} />
    </>
  );
}

function DayBody({ day, today }: { day: Day; today: string }) {
  const { connection, me } = useSession();
  const silentSince = useSilentSince();
  const view: View = useSearch({ strict: false });
  const navigate = useNavigate();
  const now = useNow(10_000);
  const sources = useSources();
  const [highlight, setHighlight] = useState<readonly string[] | null>(null);
  const isToday = day.date === today;

  if (day.band.length === 0 && day.total_seconds === 0) {
    return (
      <EmptyDay date={day.date} today={today}>
        {isToday ? (
          <Waiting />
        ) : (
          <DayLink date={today} today={today} className={buttonClass("primary")}>
            {t("empty.go-today")}
          </DayLink>
        )}
      </EmptyDay>
    );
  }
  return (
    <>
      <Totals day={day} today={isToday} counted={<Counted day={day} sources={sources} today={today} />} />
      <div className="mt-5">
        <DayBand
          day={day}
          now={isToday ? now : null}
          view={view}
          onView={(change) => void navigate({ to: ".", search: change, replace: true })}
          highlight={highlight}
        />
      </div>
      <div className="mt-5 grid items-start gap-x-12 gap-y-9 md:grid-cols-2 xl:grid-cols-[1.25fr_1fr_0.87fr]">
        <div className="flex flex-col gap-9">
          <WhereItWent categories={day.categories} onPoint={setHighlight} />
          <FocusBlocks day={day} />
        </div>
        <div className="flex flex-col gap-9">
          <Places places={day.places} />
          <Away day={day} />
        </div>
        {/* A third column where there is room; else what happens now comes first and the titles last. */}
        <div className="contents xl:flex xl:flex-col xl:gap-9">
          {isToday && (
            <Block
              title={t("now.title")}
              aside={<LiveDot connection={connection} reachable={silentSince === null} />}
              className="max-xl:order-first md:max-xl:col-span-2"
            >
              <NowCard
                zone={day.zone}
                help={me.demo ? t("demo.now") : <StartAgent />}
                knownUntil={silentSince && silentSince + me.clockOffset}
              />
            </Block>
          )}
          <div className="md:max-xl:col-span-2">
            <Titles titles={day.titles} />
          </div>
        </div>
      </div>
    </>
  );
}

function useSources(): string[] {
  const { data } = useDevices();
  const now = useNow(10_000);
  return (data?.devices ?? []).map((device) =>
    device.last_seen === null
      ? t("counted.never", { name: device.name })
      : t("counted.source", { name: device.name, age: age((now - instant(device.last_seen)) / 1000) }),
  );
}
