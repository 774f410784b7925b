import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useEffect, useState } from "react";

import { useSession } from "../session";

import { NotFoundPage } from "./NotFoundPage";

import { WhereItWent } from "@/features/categories/WhereItWent";
import { StartAgent } from "@/features/devices/StartAgent";
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
import { Block } from "@/ui/Block";
import { Button, buttonClass } from "@/ui/Button";
import { Sun } from "@/ui/Sun";

export function TodayPage() {
  const { date } = useParams({ strict: false });
  const { me } = useSession();
  if (date !== undefined && !isDate(date)) return <NotFoundPage />;
  return <DayPage key={date ?? "today"} date={date ?? me.today} today={me.today} />;
}

function DayPage({ date, today }: { date: string; today: string }) {
  const { connection } = useSession();
  const { data: day, error, refetch } = useDay(date);
  const navigate = useNavigate();
  const [feed, setFeed] = useState(false);
  const reachable = useSilentSince() === null;
  useKeys({
    "[": () => void navigate(dayTarget(addDays(date, -1), today)),
    "]": () => date < today && void navigate(dayTarget(addDays(date, 1), today)),
    l: () => setFeed((open) => !open),
  });
  useTitle(day ? `${duration(day.total_seconds)} · ${shortDate(date, today)}` : shortDate(date, today));

  return (
    <>
      <DayHeader
        date={date}
        today={today}
        mark={
          <span className="lg:hidden">
            <Sun size={24} />
          </span>
        }
      >
        <Button onClick={() => setFeed(true)} aria-label={t("feed.open")}>
          <LiveDot connection={connection} reachable={reachable} />
        </Button>
      </DayHeader>
      <div className="mt-4">
        {day ? (
          <DayBody day={day} today={today} />
        ) : error ? (
          <DayError error={error} retry={() => void refetch()} />
        ) : (
          <DaySkeleton />
        )}
      </div>
      <Feed open={feed} onOpenChange={setFeed} zone={day?.zone ?? "UTC"} />
    </>
  );
}

function DayBody({ day, today }: { day: Day; today: string }) {
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
          <StartAgent />
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
      <div className="mt-6 grid items-start gap-x-12 gap-y-10 md:grid-cols-2 xl:grid-cols-[1.25fr_1fr_0.87fr]">
        <div className="flex flex-col gap-10">
          <WhereItWent categories={day.categories} onPoint={setHighlight} />
          <FocusBlocks day={day} />
        </div>
        <div className="flex flex-col gap-10">
          <Places places={day.places} />
          <Away day={day} />
        </div>
        <div className="flex flex-col gap-10 md:max-xl:col-span-2 md:max-xl:row-start-1 md:max-xl:grid md:max-xl:grid-cols-2 md:max-xl:gap-x-12">
          {isToday && (
            <Block title={t("now.title")}>
              <NowCard zone={day.zone} help={<StartAgent />} />
            </Block>
          )}
          <Titles titles={day.titles} />
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

function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Daywright`;
    return () => void (document.title = "Daywright");
  }, [title]);
}
