import { Link } from "@tanstack/react-router";

import { t } from "@/lib/t";
import { buttonClass } from "@/ui/Button";

export function NotFoundPage() {
  return (
    <div className="mx-auto max-w-[480px] py-24 text-center">
      <h1 className="text-20 font-semibold">{t("missing.title")}</h1>
      <p className="mt-1.5 mb-4 text-ink-2">{t("missing.text")}</p>
      <Link to="/" search={{}} className={buttonClass("primary")}>
        {t("missing.go")}
      </Link>
    </div>
  );
}
