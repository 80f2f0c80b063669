using System.Text;
using Nights.Generator.Painting;
using Nights.TestServers.ImagesService;

namespace Nights.Tests.Generator.Remote;

public sealed class RemoteSecretTests
{
    private const string Key = "sk-secret-9f8e7d6c5b4a";

    [Fact]
    public async Task The_key_is_in_no_log_no_object_and_no_error()
    {
        await using var service = await PaidService.Start(rules => rules with { ApiKey = Key, AnswersByUrl = true });
        service.Server.Faults.Enqueue(new ImagesFault.Error(500, $"code-{Key}", "server_error", $"You sent {Key}.") { Headers = new Dictionary<string, string> { ["x-request-id"] = Key } });
        service.Server.Faults.Enqueue(new ImagesFault.CutConnection());
        service.Server.Faults.Enqueue(ImagesFault.Moderated());

        await service.Paint(A.Order());

        service.Server.Asked.ShouldAllBe(asked => asked.Headers["Authorization"] == $"Bearer {Key}");
        service.Logged.ShouldNotBeEmpty();
        service.Logged.ShouldAllBe(line => !line.Contains(Key, StringComparison.Ordinal));
        service.Objects.Stored.Keys.ShouldContain(key => key.EndsWith("-outcome.json", StringComparison.Ordinal));
        service.Objects.Stored.ShouldAllBe(stored => !Encoding.UTF8.GetString(stored.Value).Contains(Key, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(401, "invalid_api_key")]
    [InlineData(403, "forbidden")]
    [InlineData(400, "invalid_value")]
    public async Task A_service_that_says_the_key_back_is_not_repeated(int status, string code)
    {
        await using var service = await PaidService.Start(rules => rules with { ApiKey = Key });
        service.Server.Faults.Enqueue(new ImagesFault.Error(status, code, "invalid_request_error", $"Incorrect API key provided: {Key}."));

        var fault = await Should.ThrowAsync<PaintingRefusedException>(() => service.Paint(A.Order(), ("ImagesPerRequest", "3")));

        fault.ToString().ShouldNotContain(Key);
        service.Logged.ShouldAllBe(line => !line.Contains(Key, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_wrong_key_is_named_by_its_setting()
    {
        await using var service = await PaidService.Start();

        var fault = await Should.ThrowAsync<PaintingRefusedException>(() => service.Paint(A.Order(), ("ApiKey", Key), ("ImagesPerRequest", "3")));

        fault.Message.ShouldContain("401 (invalid_api_key)");
        fault.Message.ShouldContain("Generator:Remote:ApiKey");
        fault.ToString().ShouldNotContain(Key);
    }
}
