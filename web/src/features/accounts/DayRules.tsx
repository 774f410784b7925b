import { weekdayName } from "@/lib/clock";
import { t } from "@/lib/t";
import { Select } from "@/ui/Field";
import { SettingLine } from "@/ui/SettingLine";

import type { Me } from "./useMe";
import { useProfileChange } from "./useProfile";

const HALF_HOURS = Array.from(
  { length: 24 },
  (_, n) => `${String(n >> 1).padStart(2, "0")}:${n % 2 ? "30" : "00"}`,
);
const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7];

/** When a day begins, and a week. */
export function DayRules({ me }: { me: Me }) {
  const { set, isPending } = useProfileChange(me);
  const starts = HALF_HOURS.includes(me.day_start) ? HALF_HOURS : [...HALF_HOURS, me.day_start].sort();
  const nameOf = (weekday: number) => weekdayName(`2024-01-0${weekday}`);
  return (
    <>
      <SettingLine name={t("settings.day-start")} help={t("settings.day-start-help")}>
        <Select
          aria-label={t("settings.day-start")}
          className="w-28"
          value={me.day_start}
          disabled={isPending}
          onChange={({ target }) =>
            set({ day_start: target.value }, t("settings.day-start-set", { time: target.value }))
          }
        >
          {starts.map((time) => (
            <option key={time}>{time}</option>
          ))}
        </Select>
      </SettingLine>
      <SettingLine name={t("settings.week-start")}>
        <Select
          aria-label={t("settings.week-start")}
          className="w-36"
          value={me.week_start}
          disabled={isPending}
          onChange={({ target }) => {
            const weekday = Number(target.value);
            set({ week_start: weekday }, t("settings.week-start-set", { weekday: nameOf(weekday) }));
          }}
        >
          {WEEKDAYS.map((weekday) => (
            <option key={weekday} value={weekday}>
              {nameOf(weekday)}
            </option>
          ))}
        </Select>
      </SettingLine>
    </>
  );
}
