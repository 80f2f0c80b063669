using MudBlazor;

namespace Nights.Campaigns.Console;

/// <summary>The product's colours, type and shapes as a MudBlazor theme. Hairlines instead of shadows; one accent.</summary>
internal static class NightsTheme
{
    private static readonly string[] Family = ["system-ui", "-apple-system", "Segoe UI", "Roboto", "Inter", "Noto Sans", "sans-serif"];

    public static MudTheme Value { get; } = new()
    {
        PaletteLight = Light(),
        PaletteDark = Dark(),
        LayoutProperties = new LayoutProperties { DefaultBorderRadius = "6px", AppbarHeight = "48px", DrawerWidthLeft = "200px", DrawerWidthRight = "384px" },
        Typography = Type(),
        Shadows = new Shadow { Elevation = [.. Enumerable.Range(0, 26).Select(level => level < 6 ? "none" : "0 4px 16px rgb(0 0 0 / .12)")] },
    };

    private static PaletteLight Light() => new()
    {
        Primary = "#2F5D8C",
        PrimaryDarken = "#264B71",
        Secondary = "#5A5D62",
        Background = "#FAFAF9",
        Surface = "#FFFFFF",
        DrawerBackground = "#F3F3F2",
        DrawerText = "#1C1D1F",
        AppbarBackground = "#FFFFFF",
        AppbarText = "#1C1D1F",
        TextPrimary = "#1C1D1F",
        TextSecondary = "#5A5D62",
        ActionDefault = "#5A5D62",
        LinesDefault = "#DCDDDF",
        LinesInputs = "#85888D",
        TableLines = "#ECECEB",
        TableHover = "#F7F7F6",
        Divider = "#DCDDDF",
        Success = "#2E7D4F",
        Warning = "#8A5D00",
        Error = "#B3261E",
        Info = "#2F5D8C",
    };

    private static PaletteDark Dark() => new()
    {
        Primary = "#8DB4DC",
        PrimaryDarken = "#A9C7E6",
        PrimaryContrastText = "#16181B",
        Secondary = "#A9ACB1",
        Background = "#16181B",
        Surface = "#1E2024",
        DrawerBackground = "#1A1C1F",
        DrawerText = "#E8E8E6",
        AppbarBackground = "#1E2024",
        AppbarText = "#E8E8E6",
        TextPrimary = "#E8E8E6",
        TextSecondary = "#A9ACB1",
        ActionDefault = "#A9ACB1",
        LinesDefault = "#34373C",
        LinesInputs = "#7A7E85",
        TableLines = "#2A2D31",
        TableHover = "#24272B",
        Divider = "#34373C",
        Success = "#7FC79A",
        Warning = "#E0B45C",
        Error = "#F2877F",
        Info = "#8DB4DC",
    };

    private static Typography Type() => new()
    {
        Default = new DefaultTypography { FontFamily = Family, FontSize = "0.875rem", FontWeight = "400", LineHeight = "1.4286", LetterSpacing = "0" },
        H5 = new H5Typography { FontFamily = Family, FontSize = "1.5rem", FontWeight = "600", LineHeight = "1.3333", LetterSpacing = "-.01em" },
        H6 = new H6Typography { FontFamily = Family, FontSize = "1rem", FontWeight = "600", LineHeight = "1.5", LetterSpacing = "0" },
        Subtitle2 = new Subtitle2Typography { FontFamily = Family, FontSize = "0.875rem", FontWeight = "600", LineHeight = "1.4286", LetterSpacing = "0" },
        Body1 = new Body1Typography { FontFamily = Family, FontSize = "0.875rem", FontWeight = "400", LineHeight = "1.4286", LetterSpacing = "0" },
        Body2 = new Body2Typography { FontFamily = Family, FontSize = "0.875rem", FontWeight = "400", LineHeight = "1.4286", LetterSpacing = "0" },
        Caption = new CaptionTypography { FontFamily = Family, FontSize = "0.75rem", FontWeight = "400", LineHeight = "1.3333", LetterSpacing = "0" },
        Button = new ButtonTypography { FontFamily = Family, FontSize = "0.875rem", FontWeight = "600", LineHeight = "1.4286", LetterSpacing = "0", TextTransform = "none" },
    };
}
