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
      ["help.go-timeline", "g l"],
      ["help.go-activity", "g a"],
      ["help.go-trends", "g y"],
      ["help.go-rules", "g r"],
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
      ["help.lengths", "1 2 3 …"],
    ],
  },
  {
    title: "help.chosen",
    rows: [
      ["help.categorise", "e"],
      ["help.split", "s"],
      ["help.rule", "m"],
      ["help.delete", "Delete"],
    ],
  },
  {
    title: "help.lists",
    rows: [
      ["help.find", "/"],
      ["help.walk", "j k"],
      ["help.rule", "m"],
      ["help.compare", "v"],
      ["help.take-back", "u"],
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
      <div className="-mb-5 gap-x-10 sm:columns-2">
        {GROUPS.map((group) => (
          <section key={group.title} className="mb-5 break-inside-avoid">
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
