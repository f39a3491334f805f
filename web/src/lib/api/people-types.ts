// People of the console, as the server sends them.

export const ROLES = ['reviewer', 'senior', 'compliance', 'administrator', 'auditor'] as const;
export type Role = (typeof ROLES)[number];

/** Who asks: somebody who signed in, or a machine's key. */
export interface Me {
  id: string;
  name: string;
  role: Role;
  kind: 'person' | 'key';
}

export interface Person {
  id: string;
  name: string;
  role: Role;
  status: 'invited' | 'active' | 'disabled';
  enrolment_until: string | null;
  created_at: string;
  signed_in_at: string | null;
}

/** Somebody with the link by which they choose their password: shown once. */
export interface Invited {
  person: Person;
  enrolment_url: string;
}

/** What an enrolment link offers. */
export interface Offer {
  name: string;
  role: Role;
  totp_uri: string;
  totp_secret: string;
}

export interface Enrolled {
  me: Me;
  recovery_codes: string[];
}
