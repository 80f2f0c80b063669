using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Nights.Hosting.Secrecy;

namespace Nights.Tests.Hosting;

public sealed class SecretsTests
{
    private static readonly byte[] Key = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    [Fact]
    public void A_key_is_HKDF_of_the_secret_and_its_purpose() =>
        // openssl kdf -keylen 32 -kdfopt digest:SHA256 -kdfopt hexkey:000102…1f -kdfopt info:nights/links HKDF
        Convert.ToHexString(new Secrets(Key).Derive("links")).ShouldBe("FCBD5A76B05208A87329D7141913317B7C88A4C3D6ED97883E74CFCFC8FC4A73");

    [Fact]
    public void Each_purpose_has_its_own_key_and_it_never_changes()
    {
        var secrets = new Secrets(Key);

        secrets.Derive("links").ShouldBe(new Secrets(Key).Derive("links"));
        secrets.Derive("images").ShouldNotBe(secrets.Derive("links"));
        new Secrets([.. Key.Reverse()]).Derive("links").ShouldNotBe(secrets.Derive("links"));
    }

    [Fact]
    public void The_secret_comes_from_a_setting_or_from_a_file()
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, Convert.ToBase64String(Key) + "\n");

            Read(("Secrets:Key", Convert.ToBase64String(Key))).Derive("links").ShouldBe(new Secrets(Key).Derive("links"));
            Read(("Secrets:KeyFile", file)).Derive("links").ShouldBe(new Secrets(Key).Derive("links"));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData(null, null, "No secret is set")]
    [InlineData(null, "/not/there", "'/not/there', which is not there")]
    [InlineData("c2hvcnQ=", null, "not 32 bytes")]
    [InlineData("this is not base64", null, "not 32 bytes")]
    public void A_bad_secret_is_refused_with_the_way_to_make_a_good_one(string? key, string? file, string what)
    {
        var fault = Should.Throw<OptionsValidationException>(() => Read(("Secrets:Key", key), ("Secrets:KeyFile", file)));

        fault.Message.ShouldContain(what);
        fault.Message.ShouldContain("openssl rand -base64 32");
        fault.Message.ShouldContain("NIGHTS__Secrets__Key");
        if (key is not null) fault.Message.ShouldNotContain(key);
    }

    private static Secrets Read(params (string Key, string? Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(settings.ToDictionary(setting => setting.Key, setting => setting.Value));
        builder.AddNightsSecrets();
        using var host = builder.Build();
        return host.Services.GetRequiredService<Secrets>();
    }
}
