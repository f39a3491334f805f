// Simplified Chinese: the account centre.
import type { Messages } from '../messages';

export const account: Messages['account'] = {
  title: '账户中心',
  status: '你的验证',
  statuses: {
    requires_input: '等你完成',
    rejected: '需要重做',
    processing: '审核中',
    in_review: '人工审核中',
    approved: '已通过',
    declined: '未通过',
    expired: '已超时',
    canceled: '已撤回',
    locked: '暂停提交',
  },
  attempts: {
    title: '提交次数',
    left: (left) => `还剩 ${left} 次`,
    none: '目前没有剩余次数',
    rule: (limit) => `任意 24 小时内最多 ${limit} 次。`,
    resets: (moment) => `${moment} 起重新计数。`,
    pip: (used, limit) => `已用 ${used} 次，共 ${limit} 次`,
  },
  next: {
    title: '接下来可以做什么',
    start: '开始验证',
    startHelp: '大约三分钟。',
    wait: '不用做什么，我们正在处理。',
    verified: '不用做什么，都完成了。',
    ticket: '重新提交没有帮助。如果你认为决定有误，可以请人工重新查看。',
    ticketClosed: '重新提交没有帮助。请联系平台的客服。',
    never: '没有了，这是最终决定。',
    newSession: '请在平台上重新发起验证。',
    afterLock: '等锁定解除后再提交。',
  },
  capabilities: {
    title: '已开放的功能',
    none: '通过后，可用的功能会显示在这里。',
    names: {
      fiat_deposit: '法币充值',
      high_limit_withdrawal: '大额提现',
      margin: '杠杆交易',
    },
  },
  history: {
    title: '记录',
    opened: '发起验证',
    submitted: '提交',
    approved: '通过',
    review: '转人工审核',
    rejected: '未通过',
    byReviewer: '由审核员决定',
    byProgram: '自动审核',
    unlocks: '暂停结束',
  },
};
