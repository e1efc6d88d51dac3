//! What many requests may tell beside their subject.

request_parts! {
    /// AnalyticsMetadataType: for Amazon Pinpoint.
    AnalyticsMetadata<'a> {
        /// The id of an endpoint in Amazon Pinpoint, which the event is counted for.
        "AnalyticsEndpointId" analytics_endpoint_id: Option<&'a str>,
    }

    /// UserContextDataType: for threat protection, in pools with the Plus plan.
    UserContextData<'a> {
        /// The address of the user's device. Cognito believes it only of servers, which have AWS credentials or a client
        /// secret.
        "IpAddress" ip_address: Option<&'a str>,
        /// What Cognito's own library has gathered about the device.
        "EncodedData" encoded_data: Option<&'a str>,
    }
}
