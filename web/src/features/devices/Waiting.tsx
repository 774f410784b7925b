import { age } from "@/lib/duration";
import { useNow } from "@/lib/serverClock";
import { t } from "@/lib/t";
import { Dot } from "@/ui/Dot";

import { StartAgent } from "./StartAgent";
import { newest, tone } from "./freshness";
import { useDevices } from "./useDevices";

/** What an empty day is waiting for: the first event of an agent that runs, or somebody to start it. */
export function Waiting() {
  const { data } = useDevices();
  const now = useNow(1000);
  const seconds = data ? newest(data.devices, now) : null;
  if (seconds === null || tone(seconds) !== "good") return <StartAgent centred />;
  return (
    <p className="inline-flex items-center gap-2">
      <Dot tone="good" /> {t("waiting.running", { age: age(seconds) })}
    </p>
  );
}
