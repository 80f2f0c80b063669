using Nights.Channels.MechanicalTurk;

namespace Nights.Tests.Channels;

/// <summary>Against the vectors AWS published for Signature Version 4 (aws-sig-v4-test-suite, service "service", us-east-1, 30 August 2015).</summary>
public sealed class AwsSignatureTests
{
    [Theory]
    [InlineData("GET", "", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31")]
    [InlineData("POST", "", "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b")]
    [InlineData("GET", "?Param2=value2&Param1=value1", "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500")]
    public void Published_requests_get_their_published_signatures(string method, string query, string signature)
    {
        var at = new DateTimeOffset(2015, 8, 30, 12, 36, 0, TimeSpan.Zero);
        var headers = new Dictionary<string, string> { ["Host"] = "example.amazonaws.com", ["X-Amz-Date"] = AwsSignature.Time(at) };
        AwsSignature.Authorization(method, new Uri("https://example.amazonaws.com/" + query), headers, [], at, "AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "us-east-1", "service")
            .ShouldBe($"AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, Signature={signature}");
    }

    [Fact]
    public void An_external_question_keeps_the_query_of_its_page_and_escapes_it()
    {
        var xml = ExternalQuestion.Write(new Uri("https://hits.example.org/w/1?t=abc&x=1"), 0);
        xml.ShouldContain("https://hits.example.org/w/1?t=abc&amp;x=1");
        xml.ShouldContain("2006-07-14/ExternalQuestion.xsd");
        xml.ShouldContain("<FrameHeight>0</FrameHeight>");
    }
}
