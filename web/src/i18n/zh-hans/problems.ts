// Simplified Chinese: what went wrong and what to do about it.
import type { Messages } from '../messages';

export const problems: Messages['problems'] = {
  byCode: {
    'page.offline': { title: '网络已断开', help: '什么都没有丢：照片仍保留在本页。请检查网络后重试。' },
    'page.timeout': { title: '等待时间过长', help: '网络似乎较慢。什么都没有丢，请重试。' },
    'page.no_token': { title: '打开本页需要你的专属链接', help: '请打开平台发给你的链接。如果找不到，请向平台重新索取。' },
    'page.not_a_picture': { title: '这个文件不是可以打开的图片', help: '请选择 JPEG、PNG 或 WebP 格式的照片，或直接用相机拍摄。' },
    'page.unexpected': { title: '我们这边出了点问题', help: '请稍后再试。如果仍然如此，请告知请你来验证的平台。' },
    'token.expired': { title: '链接已过期', help: '为了你的安全，链接只在短时间内有效。请回到平台重新进入，会得到新的链接；已经提交的内容不会丢失。' },
    'session.unknown': { title: '找不到这次验证', help: '请向平台索取新的链接。' },
    'session.expired': { title: '这次验证已超时', help: '请在平台上重新发起验证。' },
    'image.not_an_image': { title: '这个文件不是可以打开的图片', help: '请选择 JPEG、PNG 或 WebP 格式的照片，或直接用相机拍摄。' },
    'image.empty': { title: '文件是空的', help: '请重新拍摄。' },
    'image.truncated': { title: '图片不完整', help: '文件已损坏或被截断，请重新拍摄。' },
    'image.too_large': { title: '图片太大', help: '最多可发送 20 MB。请用本页的相机拍摄，或选择较小的文件。' },
    'image.too_many_pixels': { title: '图片像素过多', help: '请选择普通照片，不要用全景照或大幅扫描件。' },
    'image.too_small': { title: '图片太小', help: '小字无法辨认。请重新拍摄，不要使用预览图或缩略图。' },
    'image.animated': { title: '这是一张动图', help: '请选择单张照片。' },
    'image.unsupported': { title: '不支持这种图片', help: '请选择 JPEG、PNG 或 WebP 格式的照片。' },
    'submission.locked': { title: '一天内提交次数过多', help: '任意 24 小时内最多可提交五次。锁定会自动解除。' },
    'submission.steps_missing': { title: '还有内容没有完成', help: '请返回并完成标记为待办的步骤。' },
    'idempotency.reused': { title: '这份内容已经提交过了', help: '请刷新页面查看进度。' },
    'body.invalid': { title: '有一项信息无法接受', help: '请核对填写的信息后重新提交。' },
    'key.missing': {
      title: '打开本页需要你的专属链接',
      help: '请打开平台发给你的链接。如果找不到，请向平台重新索取。',
    },
    'key.invalid': {
      title: '这个链接打不开任何内容',
      help: '网址可能不完整。请重新打开完整链接，或向平台索取新的链接。',
    },
    'key.forbidden': {
      title: '这个链接对应的是别的页面',
      help: '验证和账户中心请用验证链接，审核台请用操作员密钥。',
    },
    'session.wrong_status': {
      title: '这次验证的状态已变化',
      help: '请刷新页面查看最新状态。',
    },
    'session.changed': {
      title: '内容已在另一个窗口中更改',
      help: '请刷新页面查看最新状态。',
    },
    'applicant.already_verified': {
      title: '你已通过验证',
      help: '不需要再做什么。',
    },
    'evidence.unknown': {
      title: '有一张照片已不在这里',
      help: '请重新拍摄后再提交。',
    },
    'evidence.too_many': {
      title: '发送的照片太多了',
      help: '请稍等片刻，再拍一张清楚的。',
    },
    'claims.invalid': {
      title: '有一项信息无法接受',
      help: '请核对填写的内容，尤其是日期，然后重新提交。',
    },
    'body.too_large': {
      title: '图片太大',
      help: '最多可发送 20 MB。请用本页的相机拍摄，或选择较小的文件。',
    },
    'read.no_document': {
      title: '还没有证件照片',
      help: '请先返回拍摄证件。',
    },
    'server.overloaded': {
      title: '目前验证人数很多',
      help: '什么都没有丢。请等一分钟再试。',
    },
    'server.not_ready': {
      title: '服务正在启动',
      help: '什么都没有丢。请等一分钟再试。',
    },
    'page.live_cut': {
      title: '连接中断',
      help: '相机没有问题，是中途断了网。请检查网络后重新开始。',
    },
    'step.not_due': {
      title: '现在不需要这一步',
      help: '已提交的内容都已保留。请继续完成当前要求的步骤。',
    },
    'live.locked': {
      title: '人脸检测暂停',
      help: '连续多次没有成功。到时会自动恢复。',
    },
    'live.busy': {
      title: '相机正在另一个窗口中使用',
      help: '本次验证已在另一个标签页或设备上打开。请先在那边关闭，再回到这里重试。',
    },
    'live.too_long': {
      title: '等待时间过长',
      help: '检测长时间没有结果，已关闭。准备好后请重新开始。',
    },
    'live.too_fast': {
      title: '检测被中断',
      help: '设备发送画面的速度过快。请重新开始。',
    },
    'live.frame_invalid': {
      title: '检测被中断',
      help: '有一帧画面无法读取。请重新开始；如果仍然如此，请换一个浏览器。',
    },
    'live.frame_too_large': {
      title: '检测被中断',
      help: '有一帧画面太大。请重新开始；如果仍然如此，请换一个浏览器。',
    },
    'live.expected_hello': {
      title: '检测未能开始',
      help: '连接太慢，未能开始。请检查网络后重新开始。',
    },
    'decision.codes_missing': {
      title: '拒绝需要原因',
      help: '请至少选择一个原因。',
    },
    'decision.code_unknown': {
      title: '策略中没有这个原因',
      help: '请刷新页面后重新选择。',
    },
    'decision.identity_missing': {
      title: '无法通过此案件',
      help: '未能从证件读出姓名、出生日期和证件号码，通过后没有可记录的身份信息。请要求重新拍摄。',
    },
    'decision.document_taken': {
      title: '此证件已在另一账户通过验证',
      help: '请以 E031 拒绝，或先查看另一账户。',
    },
    'decision.reviewer_excluded': {
      title: '需由另一位审核员决定',
      help: '你曾拒绝过该申请人的提交。',
    },
    'case.held': {
      title: '同事已领取此案件',
      help: '请领取下一个案件。对方放回或时间已过后，此案件会释放。',
    },
    'case.not_held': {
      title: '你已不再持有此案件',
      help: '持有时间已过，或案件已交给他人。请重新领取；你填写的内容仍在。',
    },
    'case.moved': {
      title: '此案件期间有了变化',
      help: '案件已重新读取。请查看历史记录中的新内容，再次发送你的意见。',
    },
    'case.not_waiting': {
      title: '此案件不再等待审核',
      help: '他人已作出决定，或已撤回。请领取下一个案件。',
    },
    'case.escalated_already': {
      title: '此案件已转交高级审核员',
      help: '只有高级审核员可以决定。请领取下一个案件。',
    },
    'decision.not_for_you': {
      title: '此案件应由他人决定',
      help: '已转交高级审核员，或为同事保留。请领取下一个案件。',
    },
    'decision.steps_not_fitting': {
      title: '不能要求这些步骤',
      help: '所选原因不允许重新提交。请取消指定的步骤，或选择其他原因。',
    },
    'words.invalid': {
      title: '这段文字无法保存',
      help: '请至少写一个字，不超过 2000 个字符，且不含控制字符。',
    },
    'reviewer.unknown': {
      title: '没有这位审核员',
      help: '请选择可以审核案件的人。',
    },
    'attempt.unknown': {
      title: '有更新的提交',
      help: '请刷新案件后再决定。',
    },
    'report.none': {
      title: '尚未审核',
      help: '请等自动审核完成。',
    },
  },
  /** For the console, where the address holds an operator's key. */
  operatorKey: {
    title: '密钥不被接受',
    help: '请确认网址中 # 号之后的密钥完整，并且是操作员密钥。',
  },
  fallback: {
    unauthorised: { title: '这个链接打不开任何内容', help: '请打开最新收到的链接，或重新索取。' },
    missing: { title: '找不到该内容', help: '它可能已被移除。请刷新页面查看进度。' },
    conflict: { title: '情况已有变化', help: '请刷新页面查看最新状态。' },
    refused: { title: '内容未被接受', help: '请核对后重试。' },
    busy: { title: '目前验证人数很多', help: '什么都没有丢。请等一分钟再试。' },
    broken: { title: '我们这边出了点问题', help: '什么都没有丢。请稍后重试。' },
  },
  reference: (code) => `参考代码：${code}`,
  waitingForConnection: '网络恢复后，我们会自动重试。',
};
