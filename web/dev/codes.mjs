// A few codes with short texts: enough to see how the pages lay them out. The real texts are the policy's.

const text = (en, hans, hant = hans) => ({ en, 'zh-Hans': hans, 'zh-Hant': hant });

const reason = (name, title, remedy) => ({ reason: name, title, remedy });

const better = text('Turn off the flash, go to a window and tilt the document until the shine is gone.', '关闭闪光灯，靠近窗边，稍微倾斜证件直到没有反光。', '關閉閃光燈，靠近窗邊，稍微傾斜證件直到沒有反光。');
const match = text('Type it exactly as it is printed on the document.', '请按证件上印刷的内容填写。', '請依證件上印刷的內容填寫。');

export const CODES = [
  {
    code: 'E001',
    title: text('The photograph of the document cannot be used', '证件照片无法使用', '證件照片無法使用'),
    remedy: better,
    reasons: [
      reason('glare', text('Light shines on the document', '证件上有反光', '證件上有反光'), better),
      reason('blur', text('The photograph is blurred', '照片模糊', '照片模糊'), text('Hold still, and let the camera focus.', '拿稳，等相机对焦。', '拿穩，等相機對焦。')),
      reason('cut_off', text('A corner is missing', '缺了一角', '缺了一角'), better),
    ],
    difficulty: 'low',
    recovery: { min_minutes: 30, max_minutes: 30 },
    resubmission: 'now',
  },
  {
    code: 'E005',
    title: text('The details do not agree', '信息不一致', '資料不一致'),
    remedy: match,
    reasons: [
      reason('birth_date', text('The date of birth differs', '出生日期不一致', '出生日期不一致'), match),
      reason('name', text('The name differs', '姓名不一致', '姓名不一致'), match),
    ],
    difficulty: 'medium',
    recovery: { min_minutes: 60, max_minutes: 120 },
    resubmission: 'now',
  },
  {
    code: 'E012',
    title: text('We could not see clearly that it is you', '未能确认镜头前是你本人', '未能確認鏡頭前是你本人'),
    remedy: text('Sit facing an even light and try again.', '请面向均匀的光线，再试一次。', '請面向均勻的光線，再試一次。'),
    reasons: [
      reason('challenge_not_followed', text('The movements did not match what was asked', '动作与提示不符', '動作與提示不符'), text('Follow the drawing, one movement at a time.', '请按图示，一次做一个动作。', '請依圖示，一次做一個動作。')),
      reason('face_lost', text('Your face left the picture', '面部离开了画面', '臉部離開了畫面'), text('Keep your face in the oval.', '请让脸保持在椭圆框内。', '請讓臉保持在橢圓框內。')),
    ],
    difficulty: 'low',
    recovery: { min_minutes: 5, max_minutes: 15 },
    resubmission: 'now',
  },
  {
    code: 'E018',
    title: text('The document has expired', '证件已过期', '證件已過期'),
    remedy: text('Renew the document, then come back.', '请换发证件后再来。', '請換發證件後再來。'),
    reasons: [],
    difficulty: 'high',
    recovery: { min_minutes: 10080, max_minutes: 21600 },
    resubmission: 'now',
  },
  {
    code: 'E020',
    title: text('You are under 18', '未满 18 岁', '未滿 18 歲'),
    remedy: text('Come back when you are 18.', '请年满 18 岁后再来。', '請年滿 18 歲後再來。'),
    reasons: [],
    difficulty: 'none',
    recovery: null,
    resubmission: 'never',
  },
  {
    code: 'E031',
    title: text('This document is verified on another account', '该证件已在另一个账户完成认证', '該證件已在另一個帳戶完成認證'),
    remedy: text('If both accounts are yours, or if you think that this is a mistake, ask for a second look.', '如果两个账户都是你的，或你认为有误，请申请重新查看。', '如果兩個帳戶都是你的，或你認為有誤，請申請重新查看。'),
    reasons: [],
    difficulty: 'ticket',
    recovery: { min_minutes: 4320, max_minutes: 7200 },
    resubmission: 'ticket',
  },
];
