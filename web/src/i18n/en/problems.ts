// English: what went wrong and what to do about it, for every code that a person can meet.
interface Words {
  title: string;
  help: string;
}

export const problems = {
  byCode: {
    'page.offline': {
      title: 'No connection',
      help: 'Nothing is lost: your photographs stay on this page. Check your connection, then try again.',
    },
    'page.timeout': {
      title: 'That took too long',
      help: 'The connection seems slow. Nothing is lost; try again.',
    },
    'page.no_token': {
      title: 'This page needs your personal link',
      help: 'Open the link that the service gave you. If you cannot find it, ask the service for a new one.',
    },
    'page.not_a_picture': {
      title: 'This file is not a picture that we can open',
      help: 'Choose a photograph in JPEG, PNG or WebP format, or take a new one with the camera.',
    },
    'page.unexpected': {
      title: 'Something went wrong on our side',
      help: 'Try again in a moment. If it happens again, tell the service that sent you here.',
    },
    'token.expired': {
      title: 'This link has expired',
      help: 'For your safety a link works only for a short time. Go back to the service that sent you and start from there: it will give you a fresh link, and nothing that you have submitted is lost.',
    },
    'session.unknown': {
      title: 'We do not know this verification',
      help: 'Ask the service that sent you for a new link.',
    },
    'session.expired': {
      title: 'This verification has run out of time',
      help: 'Ask the service that sent you to start a new one.',
    },
    'image.not_an_image': {
      title: 'This file is not a picture that we can open',
      help: 'Choose a photograph in JPEG, PNG or WebP format, or take a new one with the camera.',
    },
    'image.empty': { title: 'The file is empty', help: 'Take the photograph again.' },
    'image.truncated': {
      title: 'Part of the picture is missing',
      help: 'The file is damaged or was cut short. Take the photograph again.',
    },
    'image.too_large': {
      title: 'The picture is too large',
      help: 'At most 20 MB can be sent. Take the photograph with the camera of this page, or choose a smaller file.',
    },
    'image.too_many_pixels': {
      title: 'The picture has too many pixels',
      help: 'Choose a normal photograph rather than a panorama or a large scan.',
    },
    'image.too_small': {
      title: 'The picture is too small',
      help: 'Small print cannot be read in it. Take a new photograph rather than using a preview or a thumbnail.',
    },
    'image.animated': {
      title: 'This is a moving picture',
      help: 'Choose a single photograph.',
    },
    'image.unsupported': {
      title: 'This kind of picture is not supported',
      help: 'Choose a photograph in JPEG, PNG or WebP format.',
    },
    'submission.locked': {
      title: 'Too many submissions in one day',
      help: 'Five submissions are possible in any 24 hours. The lock lifts by itself.',
    },
    'submission.steps_missing': {
      title: 'Something is still missing',
      help: 'Go back and complete the steps that are marked as open.',
    },
    'idempotency.reused': {
      title: 'This was already submitted',
      help: 'Reload the page to see how it stands.',
    },
    'body.invalid': {
      title: 'One of the details could not be accepted',
      help: 'Check the details that you typed, then submit again.',
    },
    'key.missing': {
      title: 'This page needs your personal link',
      help: 'Open the link that the service gave you. If you cannot find it, ask the service for a new one.',
    },
    'key.invalid': {
      title: 'This link does not open anything',
      help: 'Part of the address may be missing. Open the whole link again, or ask the service for a new one.',
    },
    'key.forbidden': {
      title: 'This link opens something else',
      help: 'Use your verification link for the verification and the account centre, and an operator key for the console.',
    },
    'session.wrong_status': {
      title: 'This verification has moved on',
      help: 'Reload the page to see how it stands now.',
    },
    'session.changed': {
      title: 'This was changed in another window',
      help: 'Reload the page to see how it stands now.',
    },
    'applicant.already_verified': {
      title: 'You are verified already',
      help: 'Nothing more is needed.',
    },
    'evidence.unknown': {
      title: 'A photograph is no longer here',
      help: 'Take it again, then submit.',
    },
    'evidence.too_many': {
      title: 'Too many photographs were sent',
      help: 'Wait a little, then take one good photograph.',
    },
    'claims.invalid': {
      title: 'One of the details could not be accepted',
      help: 'Check the details that you typed, dates in particular, then submit again.',
    },
    'body.too_large': {
      title: 'The picture is too large',
      help: 'At most 20 MB can be sent. Take the photograph with the camera of this page, or choose a smaller file.',
    },
    'read.no_document': {
      title: 'There is no photograph of the document yet',
      help: 'Go back and photograph the document first.',
    },
    'server.overloaded': {
      title: 'Very many people are verifying at the moment',
      help: 'Nothing is lost. Wait a minute, then try again.',
    },
    'server.not_ready': {
      title: 'The service is just starting',
      help: 'Nothing is lost. Wait a minute, then try again.',
    },
    'page.live_cut': {
      title: 'The line was cut',
      help: 'Your camera is fine; the connection was lost in the middle. Check your connection, then start again.',
    },
    'step.not_due': {
      title: 'This step is not needed now',
      help: 'What you have handed in already is kept. Go on with the step that is asked for.',
    },
    'live.locked': {
      title: 'The face check takes a pause',
      help: 'It did not work several times in a row. It opens again by itself.',
    },
    'live.busy': {
      title: 'The camera is in use in another window',
      help: 'A check of this verification is open in another tab or on another device. Close it there, then try again here.',
    },
    'live.too_long': {
      title: 'That took too long',
      help: 'The check was closed after a while without a result. Start again when you are ready.',
    },
    'live.too_fast': {
      title: 'The check was interrupted',
      help: 'Your device sent pictures faster than they can be looked at. Start again.',
    },
    'live.frame_invalid': {
      title: 'The check was interrupted',
      help: 'A picture of your camera could not be read. Start again; if it happens again, try another browser.',
    },
    'live.frame_too_large': {
      title: 'The check was interrupted',
      help: 'A picture of your camera was too large. Start again; if it happens again, try another browser.',
    },
    'live.expected_hello': {
      title: 'The check could not begin',
      help: 'The connection was too slow to begin. Check your connection, then start again.',
    },
    'decision.codes_missing': {
      title: 'A rejection needs a reason',
      help: 'Choose at least one reason.',
    },
    'decision.code_unknown': {
      title: 'The policy does not know this reason',
      help: 'Reload the page and choose the reason again.',
    },
    'decision.identity_missing': {
      title: 'This cannot be approved',
      help: 'Name, birth date and document number were not read from the document, so there is nothing that an approval could record. Ask for a better photograph.',
    },
    'decision.document_taken': {
      title: 'This document is verified on another account',
      help: 'Reject the case with E031, or look at the other account first.',
    },
    'decision.reviewer_excluded': {
      title: 'Another reviewer has to decide',
      help: 'You have already rejected a submission of this applicant.',
    },
    'case.held': {
      title: 'A colleague has taken this case',
      help: 'Take the next case instead. This one comes free when they give it back or their time is up.',
    },
    'case.not_held': {
      title: 'You do not hold this case any more',
      help: 'Your time with it ran out, or it was given to somebody else. Take it again; what you typed is still here.',
    },
    'case.moved': {
      title: 'Something has happened in this case meanwhile',
      help: 'The case has been read anew. Look at what is new in the history, then send your verdict again.',
    },
    'case.not_waiting': {
      title: 'This case does not wait any more',
      help: 'Somebody else has decided it, or it was withdrawn. Take the next case.',
    },
    'case.escalated_already': {
      title: 'This case is with the senior reviewers already',
      help: 'You can decide it only as one of them. Take the next case.',
    },
    'decision.not_for_you': {
      title: 'This case is for somebody else to decide',
      help: 'It was handed to a senior reviewer, or is kept for a colleague. Take the next case.',
    },
    'decision.steps_not_fitting': {
      title: 'These steps cannot be asked for',
      help: 'The reasons that you chose leave no way back by handing in again. Take the named steps away, or choose other reasons.',
    },
    'words.invalid': {
      title: 'These words cannot be kept',
      help: 'Write at least one word and at most 2,000 characters, without control characters.',
    },
    'reviewer.unknown': {
      title: 'There is no such reviewer',
      help: 'Choose somebody who can decide cases.',
    },
    'attempt.unknown': {
      title: 'There is a newer submission',
      help: 'Reload the case before you decide.',
    },
    'report.none': {
      title: 'Nothing has been examined yet',
      help: 'Wait until the automatic check is done.',
    },
  } as Record<string, Words>,
  /** For the console, where the address holds an operator's key. */
  operatorKey: {
    title: 'This key is not accepted',
    help: 'Check that the whole key is in the address after the # sign, and that it is an operator key.',
  },
  fallback: {
    unauthorised: {
      title: 'This link does not open anything',
      help: 'Open the newest link that you were given, or ask for a new one.',
    },
    missing: { title: 'We could not find that', help: 'It may have been removed. Reload the page to see how it stands.' },
    conflict: {
      title: 'This has changed in the meantime',
      help: 'Reload the page to see how it stands now.',
    },
    refused: { title: 'This could not be accepted', help: 'Check what you entered, then try again.' },
    busy: { title: 'Very many people are verifying at the moment', help: 'Nothing is lost. Wait a minute, then try again.' },
    broken: {
      title: 'Something went wrong on our side',
      help: 'Nothing is lost. Try again in a moment.',
    },
  },
  reference: (code: string) => `Reference: ${code}`,
  waitingForConnection: 'We try again by ourselves as soon as you are connected.',
};
