// Traditional Chinese: the account centre.
import type { Messages } from '../messages';

export const account: Messages['account'] = {
  title: '帳戶中心',
  status: '你的驗證',
  statuses: {
    requires_input: '等你完成',
    rejected: '需要重做',
    processing: '審核中',
    in_review: '人工審核中',
    approved: '已通過',
    declined: '未通過',
    expired: '已逾時',
    canceled: '已撤回',
    locked: '暫停提交',
  },
  attempts: {
    title: '提交次數',
    left: (left) => `還剩 ${left} 次`,
    none: '目前沒有剩餘次數',
    rule: (limit) => `任何 24 小時內最多 ${limit} 次。`,
    resets: (moment) => `${moment} 起重新計數。`,
    pip: (used, limit) => `已用 ${used} 次，共 ${limit} 次`,
  },
  next: {
    title: '接下來可以做什麼',
    start: '開始驗證',
    startHelp: '大約三分鐘。',
    wait: '不用做什麼，我們正在處理。',
    verified: '不用做什麼，都完成了。',
    ticket: '重新提交沒有幫助。如果你認為決定有誤，可以請人工重新查看。',
    ticketClosed: '重新提交沒有幫助。請聯絡平台的客服。',
    never: '沒有了，這是最終決定。',
    newSession: '請在平台上重新發起驗證。',
    afterLock: '等鎖定解除後再提交。',
  },
  capabilities: {
    title: '已開放的功能',
    none: '通過後，可用的功能會顯示在這裡。',
    names: {
      fiat_deposit: '法幣入金',
      high_limit_withdrawal: '大額提領',
      margin: '槓桿交易',
    },
  },
  history: {
    title: '紀錄',
    opened: '發起驗證',
    submitted: '提交',
    approved: '通過',
    review: '轉人工審核',
    rejected: '未通過',
    byReviewer: '由審核員決定',
    byProgram: '自動審核',
    unlocks: '暫停結束',
  },
};
