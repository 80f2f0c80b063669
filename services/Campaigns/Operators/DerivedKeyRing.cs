using System.Globalization;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Nights.Hosting.Secrecy;

namespace Nights.Campaigns.Operators;

/// <summary>
/// The key ring behind cookies and forms, derived from the installation's one secret: a restart or a second process reads the cookies of the
/// first, and no key lies in anybody's home folder. The ring holds one key for ever; a new secret makes a new ring.
/// </summary>
internal sealed class DerivedKeyRing(Secrets secrets) : IXmlRepository
{
    private const string Deserializer =
        "Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption.ConfigurationModel.AuthenticatedEncryptorDescriptorDeserializer, "
        + "Microsoft.AspNetCore.DataProtection, Version=10.0.0.0, Culture=neutral, PublicKeyToken=adb9793829ddae60";

    public IReadOnlyCollection<XElement> GetAllElements()
    {
        byte[] master = [.. secrets.Derive("console-1"), .. secrets.Derive("console-2")];
        return
        [
            new XElement("key",
                new XAttribute("id", new Guid(secrets.Derive("console-id").AsSpan(0, 16))),
                new XAttribute("version", 1),
                Date("creationDate", 2026),
                Date("activationDate", 2026),
                Date("expirationDate", 2126),
                new XElement("descriptor",
                    new XAttribute("deserializerType", Deserializer),
                    new XElement("descriptor",
                        new XElement("encryption", new XAttribute("algorithm", "AES_256_CBC")),
                        new XElement("validation", new XAttribute("algorithm", "HMACSHA256")),
                        new XElement("masterKey", new XElement("value", Convert.ToBase64String(master)))))),
        ];
    }

    public void StoreElement(XElement element, string friendlyName) =>
        throw new NotSupportedException("The key ring follows from the installation's secret; no key is added to it.");

    private static XElement Date(string name, int year) =>
        new(name, new DateTimeOffset(year, 1, 1, 0, 0, 0, TimeSpan.Zero).ToString("o", CultureInfo.InvariantCulture));
}
