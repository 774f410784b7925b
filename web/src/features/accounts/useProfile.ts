import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { change, get, type Answer, type Shape } from "@/api/client";
import { t } from "@/lib/t";
import { toast } from "@/lib/toasts";

import type { Me } from "./useMe";

export type ProfileChange = Shape<"MeChange">;
export type ZoneHistory = Answer<"/api/v1/zones">["zones"];

/** Changes how days are cut; what was before is one click away. */
export function useProfileChange(me: Me) {
  const client = useQueryClient();
  const { mutate, isPending } = useMutation({
    mutationFn: (wanted: ProfileChange) => change<unknown>("PATCH", "/api/v1/me", wanted),
    onError: (failure) => toast(t("settings.not-changed", { why: failure.message }), { tone: "bad" }),
    onSettled: () => client.invalidateQueries(),
  });
  const set = (wanted: ProfileChange, done: string) => {
    const before: ProfileChange = { day_start: me.day_start, week_start: me.week_start };
    mutate(wanted, { onSuccess: () => toast(done, { undo: () => mutate(before) }) });
  };
  return { set, isPending };
}

export function useZones() {
  return useQuery({ queryKey: ["zones"], queryFn: ({ signal }) => get("/api/v1/zones", { signal }) });
}

/** Replaces the whole history of zones; days of all time follow. */
export function useZonesChange() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (zones: ZoneHistory) => change<unknown>("PUT", "/api/v1/zones", { zones }),
    onSuccess: () => client.invalidateQueries(),
  });
}
