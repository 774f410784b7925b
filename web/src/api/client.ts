/**
 * The one way to the server. Paths, parameters and answers are typed by the server's own OpenAPI document;
 * every failure is an `ApiFailure` that says whether the server answered at all.
 */
import type { components, paths } from "./schema.gen";

type GetPath = { [P in keyof paths]: paths[P] extends { get: object } ? P : never }[keyof paths];
type PostPath = { [P in keyof paths]: paths[P] extends { post: object } ? P : never }[keyof paths];

type Json<Responses> = Responses extends { 200: { content: { "application/json": infer Body } } }
  ? Body
  : never;
type Part<Operation, Key extends "query" | "path"> = Operation extends { parameters: infer P }
  ? Key extends keyof P
    ? NonNullable<P[Key]>
    : Record<string, never>
  : Record<string, never>;
type Body<Operation> = Operation extends { requestBody: { content: { "application/json": infer B } } }
  ? B
  : undefined;

/** What a GET answers, by path: `Answer<"/api/v1/me">`. */
export type Answer<P extends GetPath> = paths[P]["get"] extends { responses: infer R } ? Json<R> : never;

/** A shape that the server takes or gives, by its name: `Shape<"CorrectionWanted">`. */
export type Shape<Name extends keyof components["schemas"]> = components["schemas"][Name];

type Value = string | number | boolean | null | undefined;
type Values = Record<string, Value | readonly Value[]>;

/** A problem with one member of what was sent, named by its JSON pointer. */
export interface Fault {
  code: string;
  pointer: string;
  detail: string;
}

export class ApiFailure extends Error {
  /** 0 when nothing answered: the server is stopped, restarting or out of reach. */
  readonly status: number;
  readonly code: string;
  readonly requestId: string | undefined;
  /** What is wrong member by member, where the server tells. */
  readonly errors: readonly Fault[];

  constructor(
    status: number,
    code: string,
    message: string,
    { requestId, errors = [] }: { requestId?: string | undefined; errors?: readonly Fault[] } = {},
  ) {
    super(message);
    this.name = "ApiFailure";
    this.status = status;
    this.code = code;
    this.requestId = requestId;
    this.errors = errors;
  }

  get unreachable(): boolean {
    return this.status === 0;
  }

  get signedOut(): boolean {
    return this.status === 401;
  }
}

export async function get<P extends GetPath>(
  path: P,
  options: {
    path?: Part<paths[P]["get"], "path">;
    query?: Part<paths[P]["get"], "query">;
    signal?: AbortSignal;
  } = {},
): Promise<Answer<P>> {
  const response = await send(address(path, options.path, options.query), {
    headers: { Accept: "application/json" },
    ...(options.signal ? { signal: options.signal } : {}),
  });
  return (await response.json()) as Answer<P>;
}

export async function post<P extends PostPath>(path: P, body: Body<paths[P]["post"]>): Promise<void> {
  await change("POST", path, body);
}

/** Sends a change and returns what the server makes of it. */
export async function change<Reply>(
  method: "POST" | "PUT" | "PATCH" | "DELETE",
  path: string,
  body: unknown,
  signal?: AbortSignal,
): Promise<Reply> {
  const response = await send(address(path), {
    method,
    headers: { "Content-Type": "application/json", "X-Daywright-Client": "web" },
    body: JSON.stringify(body ?? {}),
    ...(signal ? { signal } : {}),
  });
  return (response.status === 204 ? null : await response.json()) as Reply;
}

/** Fills `{name}` parts and appends the query, leaving out what is not set; a list repeats its name. */
export function address(path: string, parts: Values = {}, query: Values = {}): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String(parts[name] ?? "")),
  );
  const search = new URLSearchParams();
  for (const [name, given] of Object.entries(query)) {
    for (const value of Array.isArray(given) ? (given as readonly Value[]) : [given as Value]) {
      if (value !== undefined && value !== null) search.append(name, String(value));
    }
  }
  const text = search.toString();
  return text ? `${filled}?${text}` : filled;
}

async function send(url: string, init: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url, { credentials: "same-origin", ...init });
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === "AbortError") throw cause;
    throw new ApiFailure(0, "server.unreachable", "The server did not answer.");
  }
  if (response.ok) return response;
  throw await failure(response);
}

async function failure(response: Response): Promise<ApiFailure> {
  const said: unknown = await response.json().catch(() => null);
  const problem = typeof said === "object" && said !== null ? (said as Record<string, unknown>) : {};
  const text = (name: string) => (typeof problem[name] === "string" ? problem[name] : undefined);
  return new ApiFailure(
    response.status,
    text("code") ?? `http.${response.status}`,
    text("detail") ?? text("title") ?? response.statusText,
    { requestId: text("request_id"), errors: faults(problem.errors) },
  );
}

function faults(listed: unknown): Fault[] {
  return (Array.isArray(listed) ? listed : []).flatMap(
    (each: Partial<Record<keyof Fault, unknown>> | null) => {
      if (typeof each?.pointer !== "string") return [];
      return [{ pointer: each.pointer, code: textOf(each.code), detail: textOf(each.detail) }];
    },
  );
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
