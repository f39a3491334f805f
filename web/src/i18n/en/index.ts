// English, put together from one file for each surface.
import { account } from './account';
import { capture } from './capture';
import { common } from './common';
import { console } from './console';
import { desk } from './desk';
import { live } from './live';
import { numbers } from './numbers';
import { outcome } from './outcome';
import { people } from './people';
import { problems } from './problems';
import { tickets } from './tickets';
import { verify } from './verify';

export const en = { account, capture, common, console, desk, live, numbers, outcome, people, problems, tickets, verify };
