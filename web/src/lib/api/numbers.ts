// The numbers of a period.
import { request, requestJson } from './http';

export interface Spread {
  count: number;
  p50_seconds: number | null;
  p90_seconds: number | null;
  p99_seconds: number | null;
}

export interface Numbers {
  days: number;
  funnel: { opened: number; submitted: number; approved: number; declined: number; in_review: number };
  rejections: { code: string; reason: string; count: number }[];
  times: { automatic: Spread; manual: Spread };
  by_day: { date: string; approved: number; rejected: number; review: number }[];
}

export function numbersOf(key: string, days: number): Promise<Numbers> {
  return requestJson(key, `/v1/console/numbers?days=${days}`);
}

/** The rejections as a file. */
export async function csvOf(key: string, days: number): Promise<Blob> {
  const response = await request(key, `/v1/console/numbers?days=${days}&format=csv`);
  return response.blob();
}
