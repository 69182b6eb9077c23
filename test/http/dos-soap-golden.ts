/**
 * What the interface must answer of the service WHOLE (dos-soap-world.ts), written by hand from the contract (sources,
 * DoS 2.2, 2.3) and laid out for reading.
 */
export const GOLDEN = `
<env:Envelope xmlns:env="http://www.w3.org/2003/05/soap-envelope" xmlns:ns1="https://nww.pathwaysdos.nhs.uk/app/api/webservices">
  <env:Body>
    <ns1:CheckCapacitySummaryResponse>
      <ns1:TransactionId>TRANSACTION</ns1:TransactionId>
      <ns1:RequestedAtDateTime>2026-06-03T12:00:00+01:00</ns1:RequestedAtDateTime>
      <ns1:SearchDateTime>2026-06-03T12:00:00+01:00</ns1:SearchDateTime>
      <ns1:CalculatedAgeInDays>10957</ns1:CalculatedAgeInDays>
      <ns1:SearchDistance>60</ns1:SearchDistance>
      <ns1:SearchDistanceUsedSource>National</ns1:SearchDistanceUsedSource>
      <ns1:CheckCapacitySummaryResult>
        <ns1:serviceCareSummaryDestination>
          <ns1:id>2000000048</ns1:id>
          <ns1:capacity>Low</ns1:capacity>
          <ns1:name>Leeds &amp; District UTC &lt;main&gt;</ns1:name>
          <ns1:publicName>Leeds Treatment Centre</ns1:publicName>
          <ns1:contactDetails>0113 496 0001</ns1:contactDetails>
          <ns1:address>1 Infirmary Street, Leeds</ns1:address>
          <ns1:postcode>LS1 2JT</ns1:postcode>
          <ns1:northings>437600</ns1:northings>
          <ns1:eastings>433000</ns1:eastings>
          <ns1:url>https://utc.example/?a=1&amp;b=2</ns1:url>
          <ns1:serviceType>
            <ns1:id>135</ns1:id>
            <ns1:name>Urgent Treatment Centre (UTC)</ns1:name>
          </ns1:serviceType>
          <ns1:odsCode>FQW63&lt;&amp;&gt;</ns1:odsCode>
          <ns1:nonPublicTelephoneNo>0113 496 0002</ns1:nonPublicTelephoneNo>
          <ns1:fax>0113 496 0004</ns1:fax>
          <ns1:publicFacingInformation>Walk in.</ns1:publicFacingInformation>
          <ns1:distance>3.1</ns1:distance>
          <ns1:referralInformation>Ring first.
Ask for the lead.</ns1:referralInformation>
          <ns1:openAllHours>false</ns1:openAllHours>
          <ns1:capacityAttributes/>
          <ns1:serviceEndpoints>
            <ns1:endpoint>
              <ns1:endpointOrder>1</ns1:endpointOrder>
              <ns1:transport>itk</ns1:transport>
              <ns1:format>CDA</ns1:format>
              <ns1:interaction>primaryRecipient</ns1:interaction>
              <ns1:businessScenario>Primary</ns1:businessScenario>
              <ns1:address>https://itk.example/</ns1:address>
              <ns1:compression>compressed</ns1:compression>
              <ns1:comment>Day and night</ns1:comment>
            </ns1:endpoint>
            <ns1:endpoint>
              <ns1:endpointOrder>2</ns1:endpointOrder>
              <ns1:transport>email</ns1:transport>
              <ns1:format>PDF</ns1:format>
              <ns1:interaction>copyRecipient</ns1:interaction>
              <ns1:businessScenario>Copy</ns1:businessScenario>
              <ns1:address>utc@example.org</ns1:address>
              <ns1:compression>uncompressed</ns1:compression>
              <ns1:comment/>
            </ns1:endpoint>
          </ns1:serviceEndpoints>
          <ns1:rotaSessions>
            <ns1:serviceCareItemRotaSession>
              <ns1:startDayOfWeek>Wednesday</ns1:startDayOfWeek>
              <ns1:startTime>
                <ns1:hours>11</ns1:hours>
                <ns1:minutes>0</ns1:minutes>
              </ns1:startTime>
              <ns1:endDayOfWeek>Wednesday</ns1:endDayOfWeek>
              <ns1:endTime>
                <ns1:hours>23</ns1:hours>
                <ns1:minutes>59</ns1:minutes>
              </ns1:endTime>
              <ns1:status>Open</ns1:status>
            </ns1:serviceCareItemRotaSession>
            <ns1:serviceCareItemRotaSession>
              <ns1:startDayOfWeek>Sunday</ns1:startDayOfWeek>
              <ns1:startTime>
                <ns1:hours>9</ns1:hours>
                <ns1:minutes>5</ns1:minutes>
              </ns1:startTime>
              <ns1:endDayOfWeek>Sunday</ns1:endDayOfWeek>
              <ns1:endTime>
                <ns1:hours>17</ns1:hours>
                <ns1:minutes>0</ns1:minutes>
              </ns1:endTime>
              <ns1:status>Open</ns1:status>
            </ns1:serviceCareItemRotaSession>
            <ns1:serviceCareItemRotaSession>
              <ns1:startDayOfWeek>Bankholiday</ns1:startDayOfWeek>
              <ns1:startTime>
                <ns1:hours>10</ns1:hours>
                <ns1:minutes>0</ns1:minutes>
              </ns1:startTime>
              <ns1:endDayOfWeek>Bankholiday</ns1:endDayOfWeek>
              <ns1:endTime>
                <ns1:hours>16</ns1:hours>
                <ns1:minutes>0</ns1:minutes>
              </ns1:endTime>
              <ns1:status>Open</ns1:status>
            </ns1:serviceCareItemRotaSession>
          </ns1:rotaSessions>
          <ns1:openTimeSpecifiedSessions>
            <ns1:openTimeSpecified>24-12-2026-00:00-23:59</ns1:openTimeSpecified>
            <ns1:openTimeSpecified>25-12-2026-00:00-00:00</ns1:openTimeSpecified>
          </ns1:openTimeSpecifiedSessions>
          <ns1:attributes>
            <ns1:attribute>
              <ns1:dataType>boolean</ns1:dataType>
              <ns1:name>requirebooking</ns1:name>
              <ns1:description/>
              <ns1:value>TRUE</ns1:value>
            </ns1:attribute>
            <ns1:attribute>
              <ns1:dataType>string</ns1:dataType>
              <ns1:name>floor</ns1:name>
              <ns1:description/>
              <ns1:value>first</ns1:value>
            </ns1:attribute>
          </ns1:attributes>
          <ns1:serviceAgeRange>
            <ns1:ageRange>
              <ns1:daysFrom>5844</ns1:daysFrom>
              <ns1:daysTo>47481.5</ns1:daysTo>
            </ns1:ageRange>
          </ns1:serviceAgeRange>
        </ns1:serviceCareSummaryDestination>
      </ns1:CheckCapacitySummaryResult>
    </ns1:CheckCapacitySummaryResponse>
  </env:Body>
</env:Envelope>
`

/** The same as 1.3 and 1.4 say it: other names, the professionals' text before the public's, and another source. */
export const inOldNames = (golden: string): string =>
  golden
    .replaceAll('ns1:serviceCareSummaryDestination>', 'ns1:ServiceCareSummaryDestination>')
    .replaceAll('ns1:serviceEndpoints>', 'ns1:serviceEndPoints>')
    .replaceAll('ns1:ageRange>', 'ns1:AgeRange>')
    .replace('>National<', '>System Default<')
    .replace(
      /<ns1:publicFacingInformation>(.*)<\/ns1:publicFacingInformation>/,
      '<ns1:referralText>Ring first.\nAsk for the lead.</ns1:referralText>',
    )
    .replace(/<ns1:referralInformation>[\s\S]*<\/ns1:referralInformation>/, '<ns1:notes>Walk in.</ns1:notes>')

export const GOLDEN_DETAILS = `
<ns1:ServiceDetailsByIdResponse>
  <ns1:services>
    <ns1:service>
      <ns1:id>2000000048</ns1:id>
      <ns1:odsCode>FQW63&lt;&amp;&gt;</ns1:odsCode>
      <ns1:serviceEndpoints>
        <ns1:endpoint>
          <ns1:endpointOrder>1</ns1:endpointOrder>
          <ns1:transport>itk</ns1:transport>
          <ns1:format>CDA</ns1:format>
          <ns1:interaction>primaryRecipient</ns1:interaction>
          <ns1:businessScenario>Primary</ns1:businessScenario>
          <ns1:address>https://itk.example/</ns1:address>
          <ns1:compression>compressed</ns1:compression>
          <ns1:comment>Day and night</ns1:comment>
        </ns1:endpoint>
        <ns1:endpoint>
          <ns1:endpointOrder>2</ns1:endpointOrder>
          <ns1:transport>email</ns1:transport>
          <ns1:format>PDF</ns1:format>
          <ns1:interaction>copyRecipient</ns1:interaction>
          <ns1:businessScenario>Copy</ns1:businessScenario>
          <ns1:address>utc@example.org</ns1:address>
          <ns1:compression>uncompressed</ns1:compression>
          <ns1:comment/>
        </ns1:endpoint>
      </ns1:serviceEndpoints>
    </ns1:service>
  </ns1:services>
</ns1:ServiceDetailsByIdResponse>
</env:Body></env:Envelope>
`

export const GOLDEN_DETAILS_OLD = `
<ns1:ServiceDetailsByIdResponse>
  <ns1:services>
    <ns1:service>
      <ns1:id>2000000048</ns1:id>
      <ns1:odsCode>FQW63&lt;&amp;&gt;</ns1:odsCode>
      <ns1:contactDetails>
        <ns1:contactDetail>
          <ns1:tag>itk</ns1:tag>
          <ns1:name>111 Routing Details</ns1:name>
          <ns1:value>https://itk.example/\\|primaryRecipient\\|CDA\\|Primary\\|Day and night\\|compressed</ns1:value>
          <ns1:order>1</ns1:order>
        </ns1:contactDetail>
        <ns1:contactDetail>
          <ns1:tag>email</ns1:tag>
          <ns1:name>Email</ns1:name>
          <ns1:value>utc@example.org\\|copyRecipient\\|PDF\\|Copy\\|\\|uncompressed</ns1:value>
          <ns1:order>2</ns1:order>
        </ns1:contactDetail>
      </ns1:contactDetails>
    </ns1:service>
  </ns1:services>
</ns1:ServiceDetailsByIdResponse>
</env:Body></env:Envelope>
`
