
      export interface PossibleTypesResultData {
        possibleTypes: {
          [key: string]: string[]
        }
      }
      const result: PossibleTypesResultData = {
  "possibleTypes": {
    "DeliveryEventSubject": [
      "DeliveryReport",
      "FailoverFlow",
      "Send",
      "ViberMessage"
    ],
    "FailoverStep": [
      "OtherStep",
      "SmsStep",
      "ViberStep",
      "VoiceStep"
    ],
    "Node": [
      "Campaign",
      "DeliveryReport",
      "FailoverFlow",
      "Send",
      "ViberMessage"
    ]
  }
};
      export default result;
    