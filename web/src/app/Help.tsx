import { t } from "@/lib/t";
import { Drawer } from "@/ui/Drawer";
import { Kbd } from "@/ui/Kbd";

interface Props {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

const GROUPS = [
  {
    title: "help.pages",
    rows: [
      ["help.today", "t"],
      ["help.go-today", "g t"],
      ["help.go-devices", "g h"],
      ["help.go-settings", "g ,"],
      ["help.help", "?"],
    ],
  },
  {
    title: "help.day",
    rows: [
      ["help.previous", "["],
      ["help.next", "]"],
      ["help.feed", "l"],
    ],
  },
  {
    title: "help.band",
    rows: [
      ["help.move", "← →"],
      ["help.ends", "Home End"],
      ["help.closer", "+"],
      ["help.further", "−"],
      ["help.slide", "Shift← Shift→"],
      ["help.enter", "Enter"],
      ["help.reset", "Esc"],
    ],
  },
] as const;

export function Help({ open, onOpenChange }: Props) {
  return (
    <Drawer
      modal
      open={open}
      onOpenChange={onOpenChange}
      title={t("help.title")}
      description={t("help.about")}
      closeLabel={t("close")}
    >
      <div className="grid gap-x-10 gap-y-5 sm:grid-cols-2">
        {GROUPS.map((group) => (
          <section
            key={group.title}
            className={group.title === "help.band" ? "sm:col-start-2 sm:row-span-2 sm:row-start-1" : ""}
          >
            <h3 className="mb-1 text-12 text-ink-2">{t(group.title)}</h3>
            <dl className="divide-y divide-rule">
              {group.rows.map(([name, keys]) => (
                <div key={name} className="flex items-center justify-between gap-4 py-1.5">
                  <dt>{t(name)}</dt>
                  <dd className="flex gap-1">
                    {keys.split(" ").map((key) => (
                      <Kbd key={key}>{key}</Kbd>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Drawer>
  );
}
