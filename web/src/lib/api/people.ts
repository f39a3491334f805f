// Signing in and out of the console, enrolling, and managing people. An empty key stands for the cookie of a browser's session.
import { request, requestJson } from './http';
import type { Enrolled, Invited, Me, Offer, Person, Role } from './people-types';

export const me = (key: string): Promise<Me> => requestJson(key, '/v1/console/me');

export const signIn = (name: string, password: string, code: string): Promise<Me> =>
  requestJson('', '/v1/console/sign-in', { method: 'POST', json: { name, password, code } });

export async function signOut(): Promise<void> {
  await request('', '/v1/console/sign-out', { method: 'POST' });
}

export const offer = (enrolment: string): Promise<Offer> => requestJson('', '/v1/console/enrolment/offer', { method: 'POST', json: { enrolment } });

export const enrol = (enrolment: string, password: string, code: string): Promise<Enrolled> =>
  requestJson('', '/v1/console/enrolment', { method: 'POST', json: { enrolment, password, code } });

export class PeopleApi {
  constructor(readonly key: string) {}

  async list(): Promise<Person[]> {
    return (await requestJson<{ people: Person[] }>(this.key, '/v1/console/people')).people;
  }

  invite(name: string, role: Role): Promise<Invited> {
    return this.#post('', { name, role });
  }

  changeRole(id: string, role: Role): Promise<Person> {
    return this.#post(`/${id}/role`, { role });
  }

  disable(id: string): Promise<Person> {
    return this.#post(`/${id}/disable`);
  }

  enable(id: string): Promise<Person> {
    return this.#post(`/${id}/enable`);
  }

  reset(id: string): Promise<Invited> {
    return this.#post(`/${id}/reset`);
  }

  #post<T>(path: string, json: unknown = {}): Promise<T> {
    return requestJson(this.key, `/v1/console/people${path}`, { method: 'POST', json });
  }
}
