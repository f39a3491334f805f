// Traditional Chinese: what went wrong and what to do about it.
import type { Messages } from '../messages';

export const problems: Messages['problems'] = {
  byCode: {
    'page.offline': { title: '網路已中斷', help: '什麼都沒有遺失：照片仍保留在本頁。請檢查網路後再試。' },
    'page.timeout': { title: '等候時間過長', help: '網路似乎較慢。什麼都沒有遺失，請再試一次。' },
    'page.no_token': { title: '開啟本頁需要你的專屬連結', help: '請開啟平台給你的連結。如果找不到，請向平台重新索取。' },
    'page.not_a_picture': { title: '這個檔案不是可以開啟的圖片', help: '請選擇 JPEG、PNG 或 WebP 格式的照片，或直接用相機拍攝。' },
    'page.unexpected': { title: '我們這邊出了點問題', help: '請稍後再試。如果仍然如此，請告知請你驗證的平台。' },
    'token.expired': { title: '連結已過期', help: '為了你的安全，連結只在短時間內有效。請回到平台重新進入，會取得新的連結；已經提交的內容不會遺失。' },
    'session.unknown': { title: '找不到這次驗證', help: '請向平台索取新的連結。' },
    'session.expired': { title: '這次驗證已逾時', help: '請在平台上重新發起驗證。' },
    'image.not_an_image': { title: '這個檔案不是可以開啟的圖片', help: '請選擇 JPEG、PNG 或 WebP 格式的照片，或直接用相機拍攝。' },
    'image.empty': { title: '檔案是空的', help: '請重新拍攝。' },
    'image.truncated': { title: '圖片不完整', help: '檔案已損毀或被截斷，請重新拍攝。' },
    'image.too_large': { title: '圖片太大', help: '最多可傳送 20 MB。請用本頁的相機拍攝，或選擇較小的檔案。' },
    'image.too_many_pixels': { title: '圖片像素過多', help: '請選擇一般照片，不要用全景照或大幅掃描檔。' },
    'image.too_small': { title: '圖片太小', help: '小字無法辨認。請重新拍攝，不要使用預覽圖或縮圖。' },
    'image.animated': { title: '這是一張動圖', help: '請選擇單張照片。' },
    'image.unsupported': { title: '不支援這種圖片', help: '請選擇 JPEG、PNG 或 WebP 格式的照片。' },
    'submission.locked': { title: '一天內提交次數過多', help: '任何 24 小時內最多可提交五次。鎖定會自動解除。' },
    'submission.steps_missing': { title: '還有內容沒有完成', help: '請返回並完成標示為待辦的步驟。' },
    'idempotency.reused': { title: '這份內容已經提交過了', help: '請重新整理頁面查看進度。' },
    'body.invalid': { title: '有一項資料無法接受', help: '請核對填寫的資料後重新提交。' },
    'key.missing': {
      title: '開啟本頁需要你的專屬連結',
      help: '請開啟平台給你的連結。如果找不到，請向平台重新索取。',
    },
    'key.invalid': {
      title: '這個連結打不開任何內容',
      help: '網址可能不完整。請重新開啟完整連結，或向平台索取新的連結。',
    },
    'key.forbidden': {
      title: '這個連結對應的是別的頁面',
      help: '驗證和帳戶中心請用驗證連結，審核台請用操作員金鑰。',
    },
    'session.wrong_status': {
      title: '這次驗證的狀態已變更',
      help: '請重新整理頁面查看最新狀態。',
    },
    'session.changed': {
      title: '內容已在另一個視窗中變更',
      help: '請重新整理頁面查看最新狀態。',
    },
    'applicant.already_verified': {
      title: '你已通過驗證',
      help: '不需要再做什麼。',
    },
    'evidence.unknown': {
      title: '有一張照片已不在這裡',
      help: '請重新拍攝後再提交。',
    },
    'evidence.too_many': {
      title: '傳送的照片太多了',
      help: '請稍等片刻，再拍一張清楚的。',
    },
    'claims.invalid': {
      title: '有一項資料無法接受',
      help: '請核對填寫的內容，尤其是日期，然後重新提交。',
    },
    'body.too_large': {
      title: '圖片太大',
      help: '最多可傳送 20 MB。請用本頁的相機拍攝，或選擇較小的檔案。',
    },
    'read.no_document': {
      title: '還沒有證件照片',
      help: '請先返回拍攝證件。',
    },
    'server.overloaded': {
      title: '目前驗證人數很多',
      help: '什麼都沒有遺失。請等一分鐘再試。',
    },
    'server.not_ready': {
      title: '服務正在啟動',
      help: '什麼都沒有遺失。請等一分鐘再試。',
    },
    'page.live_cut': {
      title: '連線中斷',
      help: '相機沒有問題，是中途斷了網路。請檢查網路後重新開始。',
    },
    'step.not_due': {
      title: '現在不需要這一步',
      help: '已提交的內容都已保留。請繼續完成目前要求的步驟。',
    },
    'live.locked': {
      title: '臉部檢測暫停',
      help: '連續多次沒有成功。時間到了會自動恢復。',
    },
    'live.busy': {
      title: '相機正在另一個視窗中使用',
      help: '本次驗證已在另一個分頁或裝置上開啟。請先在那邊關閉，再回到這裡重試。',
    },
    'live.too_long': {
      title: '等候時間過長',
      help: '檢測長時間沒有結果，已關閉。準備好後請重新開始。',
    },
    'live.too_fast': {
      title: '檢測被中斷',
      help: '裝置傳送畫面的速度過快。請重新開始。',
    },
    'live.frame_invalid': {
      title: '檢測被中斷',
      help: '有一格畫面無法讀取。請重新開始；如果仍然如此，請換一個瀏覽器。',
    },
    'live.frame_too_large': {
      title: '檢測被中斷',
      help: '有一格畫面太大。請重新開始；如果仍然如此，請換一個瀏覽器。',
    },
    'live.expected_hello': {
      title: '檢測未能開始',
      help: '連線太慢，未能開始。請檢查網路後重新開始。',
    },
    'decision.codes_missing': {
      title: '拒絕需要原因',
      help: '請至少選擇一個原因。',
    },
    'decision.code_unknown': {
      title: '政策中沒有這個原因',
      help: '請重新整理頁面後重新選擇。',
    },
    'decision.identity_missing': {
      title: '無法通過此案件',
      help: '未能從證件讀出姓名、出生日期和證件號碼，通過後沒有可記錄的身分資料。請要求重新拍攝。',
    },
    'decision.document_taken': {
      title: '此證件已在另一帳戶通過驗證',
      help: '請以 E031 拒絕，或先查看另一帳戶。',
    },
    'decision.reviewer_excluded': {
      title: '須由另一位審核員決定',
      help: '你曾拒絕過該申請人的提交。',
    },
    'case.held': {
      title: '同事已領取此案件',
      help: '請領取下一個案件。對方放回或時間已過後，此案件會釋出。',
    },
    'case.not_held': {
      title: '你已不再持有此案件',
      help: '持有時間已過，或案件已交給他人。請重新領取；你填寫的內容仍在。',
    },
    'case.moved': {
      title: '此案件期間有了變化',
      help: '案件已重新讀取。請查看歷史紀錄中的新內容，再次送出你的意見。',
    },
    'case.not_waiting': {
      title: '此案件不再等待審核',
      help: '他人已作出決定，或已撤回。請領取下一個案件。',
    },
    'case.escalated_already': {
      title: '此案件已轉交資深審核員',
      help: '只有資深審核員可以決定。請領取下一個案件。',
    },
    'decision.not_for_you': {
      title: '此案件應由他人決定',
      help: '已轉交資深審核員，或為同事保留。請領取下一個案件。',
    },
    'decision.steps_not_fitting': {
      title: '不能要求這些步驟',
      help: '所選原因不允許重新提交。請取消指定的步驟，或選擇其他原因。',
    },
    'words.invalid': {
      title: '這段文字無法保存',
      help: '請至少寫一個字，不超過 2000 個字元，且不含控制字元。',
    },
    'reviewer.unknown': {
      title: '沒有這位審核員',
      help: '請選擇可以審核案件的人。',
    },
    'attempt.unknown': {
      title: '有更新的提交',
      help: '請重新整理案件後再決定。',
    },
    'report.none': {
      title: '尚未審核',
      help: '請等自動審核完成。',
    },
  },
  /** For the console, where the address holds an operator's key. */
  operatorKey: {
    title: '金鑰不被接受',
    help: '請確認網址中 # 號之後的金鑰完整，並且是操作員金鑰。',
  },
  fallback: {
    unauthorised: { title: '這個連結打不開任何內容', help: '請開啟最新收到的連結，或重新索取。' },
    missing: { title: '找不到該內容', help: '它可能已被移除。請重新整理頁面查看進度。' },
    conflict: { title: '情況已有變化', help: '請重新整理頁面查看最新狀態。' },
    refused: { title: '內容未被接受', help: '請核對後再試。' },
    busy: { title: '目前驗證人數很多', help: '什麼都沒有遺失。請等一分鐘再試。' },
    broken: { title: '我們這邊出了點問題', help: '什麼都沒有遺失。請稍後再試。' },
  },
  reference: (code) => `參考代碼：${code}`,
  waitingForConnection: '網路恢復後，我們會自動再試。',
};
