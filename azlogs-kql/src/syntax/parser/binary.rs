//! Operators between two values, and how tightly they bind.

use super::{MAX_DEPTH, Parsed, Parser, Reported, refused};
use crate::problem::{Kind, Problem};
use crate::syntax::Span;
use crate::syntax::ast::{Between, Binary, BinaryOperator, Expression, ExpressionKind, TextTest};
use crate::syntax::token::{Sign, TokenKind};

/// What binds loosest comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Level {
    Or,
    And,
    Equality,
    Relation,
    Sum,
    Product,
    Text,
    Value,
}

impl Level {
    /// The level of what stands to the right of such an operator.
    fn tighter(self) -> Self {
        match self {
            Self::Or => Self::And,
            Self::And => Self::Equality,
            Self::Equality => Self::Relation,
            Self::Relation => Self::Sum,
            Self::Sum => Self::Product,
            Self::Product => Self::Text,
            Self::Text | Self::Value => Self::Value,
        }
    }

    /// Whether `a ∘ b ∘ c` can be written without parentheses.
    fn chains(self) -> bool {
        matches!(self, Self::Or | Self::And | Self::Sum | Self::Product)
    }
}

/// An operator that was found, and how many tokens it has.
#[derive(Clone, Copy)]
enum Found {
    Or,
    And,
    Binary(BinaryOperator, Level),
    MatchesRegex,
    In {
        negated: bool,
    },
    Between {
        negated: bool,
    },
    /// One that Kusto has and transformations don't.
    Refused(refused::BinaryForm),
}

impl Found {
    fn level(self) -> Level {
        match self {
            Self::Or => Level::Or,
            Self::And => Level::And,
            Self::Binary(_, level) => level,
            Self::In { .. } | Self::Between { .. } | Self::Refused(refused::BinaryForm::List) => {
                Level::Equality
            }
            Self::MatchesRegex | Self::Refused(refused::BinaryForm::Text) => Level::Text,
        }
    }
}

impl Parser<'_> {
    /// An expression whose operators bind at least so tightly.
    pub(super) fn climb(&mut self, loosest: Level) -> Parsed<Expression> {
        let mut left = self.signed()?;
        let mut tightest = Level::Value;
        while let Some(found) = self.binary_operator() {
            let level = found.level();
            if level < loosest {
                break;
            }
            if level > tightest || level == tightest && !level.chains() {
                return Err(self.unchained());
            }
            left = self.right_of(left, found)?;
            if left.height > MAX_DEPTH {
                return Err(self.too_deep(left.span));
            }
            tightest = level;
        }
        Ok(left)
    }

    fn binary_operator(&self) -> Option<Found> {
        let operator = |operator, level| Some(Found::Binary(operator, level));
        match &self.token().kind {
            TokenKind::Sign(sign) => match sign {
                Sign::Plus => operator(BinaryOperator::Add, Level::Sum),
                Sign::Minus => operator(BinaryOperator::Subtract, Level::Sum),
                Sign::Star => operator(BinaryOperator::Multiply, Level::Product),
                Sign::Slash => operator(BinaryOperator::Divide, Level::Product),
                Sign::Percent => operator(BinaryOperator::Modulo, Level::Product),
                Sign::DoubleEqual => operator(BinaryOperator::Equal, Level::Equality),
                Sign::NotEqual | Sign::AngleBrackets => {
                    operator(BinaryOperator::NotEqual, Level::Equality)
                }
                Sign::Less => operator(BinaryOperator::Less, Level::Relation),
                Sign::LessOrEqual => operator(BinaryOperator::LessOrEqual, Level::Relation),
                Sign::Greater => operator(BinaryOperator::Greater, Level::Relation),
                Sign::GreaterOrEqual => operator(BinaryOperator::GreaterOrEqual, Level::Relation),
                Sign::EqualTilde => operator(text_test(TextTest::Equal, false, false), Level::Text),
                Sign::NotTilde => operator(text_test(TextTest::Equal, false, true), Level::Text),
                _ => None,
            },
            TokenKind::Word => self.word_operator(self.word()?),
            _ => None,
        }
    }

    fn word_operator(&self, word: &str) -> Option<Found> {
        match word {
            "or" => Some(Found::Or),
            "and" => Some(Found::And),
            "in" => Some(Found::In { negated: false }),
            "!in" => Some(Found::In { negated: true }),
            "between" => Some(Found::Between { negated: false }),
            "!between" => Some(Found::Between { negated: true }),
            "matches" if self.word_ahead(1) == Some("regex") => Some(Found::MatchesRegex),
            _ => match text_operator(word) {
                Some(operator) => Some(Found::Binary(operator, Level::Text)),
                None => refused::binary(word).map(|refused| Found::Refused(refused.form)),
            },
        }
    }

    /// Reads the operator and what is right of it.
    fn right_of(&mut self, left: Expression, found: Found) -> Parsed<Expression> {
        let place = self.advance();
        let level = found.level();
        let kind = match found {
            Found::Or => {
                let operands = self.operands(left, "or", level)?;
                let span = span_of(&operands);
                return Ok(Expression::new(ExpressionKind::Or(operands), span));
            }
            Found::And => {
                let operands = self.operands(left, "and", level)?;
                let span = span_of(&operands);
                return Ok(Expression::new(ExpressionKind::And(operands), span));
            }
            Found::Binary(operator, _) => operator,
            Found::MatchesRegex => {
                self.one_blank_before_regex(place)?;
                BinaryOperator::MatchesRegex
            }
            Found::In { negated } => return self.in_list(left, negated, place),
            Found::Between { negated } => return self.between(left, negated, place),
            Found::Refused(form) => return self.refused_operator(&left, form, place),
        };
        let right = self.nested(|parser| parser.climb(level.tighter()))?;
        let span = left.span.to(right.span);
        let binary = Binary {
            operator: kind,
            place,
            left,
            right,
        };
        Ok(Expression::new(
            ExpressionKind::Binary(Box::new(binary)),
            span,
        ))
    }

    /// The operands of a chain of `and` or `or`, the first `and` being passed already.
    fn operands(&mut self, first: Expression, word: &str, level: Level) -> Parsed<Vec<Expression>> {
        let mut operands = vec![first];
        loop {
            operands.push(self.nested(|parser| parser.climb(level.tighter()))?);
            if self.eat_word(word).is_none() {
                return Ok(operands);
            }
        }
    }

    /// Kusto takes `matches regex` for one word, with a single blank in it.
    fn one_blank_before_regex(&mut self, matches: Span) -> Parsed<()> {
        let regex = self.advance();
        if &self.text[matches.end..regex.start] == " " {
            return Ok(());
        }
        let problem = Problem::error(
            Kind::Syntax,
            matches.to(regex),
            "`matches regex` is written with one blank between the words",
        );
        Err(self.report(problem))
    }

    /// `(a, b, c)` behind `in`.
    fn in_list(&mut self, value: Expression, negated: bool, operator: Span) -> Parsed<Expression> {
        let list = self.parenthesized_list()?;
        let span = self.since(value.span);
        Ok(Expression::new(
            ExpressionKind::In {
                value: Box::new(value),
                list,
                negated,
                operator,
            },
            span,
        ))
    }

    /// `(low .. high)` behind `between`.
    fn between(&mut self, value: Expression, negated: bool, place: Span) -> Parsed<Expression> {
        self.expect(Sign::OpenParenthesis)?;
        let low = self.expression()?;
        self.expect(Sign::DoubleDot)?;
        let high = self.expression()?;
        self.expect(Sign::CloseParenthesis)?;
        let span = self.since(value.span);
        let between = Between {
            value,
            low,
            high,
            negated,
            place,
        };
        Ok(Expression::new(
            ExpressionKind::Between(Box::new(between)),
            span,
        ))
    }

    fn parenthesized_list(&mut self) -> Parsed<Vec<Expression>> {
        self.expect(Sign::OpenParenthesis)?;
        let list = self.list(Self::expression);
        if self.is(Sign::Pipe) {
            let span = self.token().span;
            let problem = Problem::error(
                Kind::Refused,
                span,
                "a transformation sees one row: `in` can't look into a table",
            );
            return Err(self.report(problem.help("List the values: `x in ('a', 'b')`.")));
        }
        self.expect(Sign::CloseParenthesis)?;
        Ok(list)
    }

    /// Reports an operator that Kusto has and transformations don't, and passes over what is right of it.
    fn refused_operator(
        &mut self,
        left: &Expression,
        form: refused::BinaryForm,
        place: Span,
    ) -> Parsed<Expression> {
        let word = &self.text[place.start..place.end];
        if let Some(refused) = refused::binary(word) {
            self.report(refused.problem(word).at(place));
        }
        match form {
            refused::BinaryForm::Text => {
                self.nested(|parser| parser.climb(Level::Value))?;
            }
            refused::BinaryForm::List => {
                self.parenthesized_list()?;
            }
        }
        Ok(Expression::new(
            ExpressionKind::Unreadable,
            self.since(left.span),
        ))
    }

    /// `a == b == c`, in front of the second operator.
    fn unchained(&mut self) -> Reported {
        let token = self.token().clone();
        let operator = self.text_of(&token);
        let problem = Problem::error(
            Kind::Syntax,
            token.span,
            format!("`{operator}` can't follow a comparison without parentheses"),
        );
        self.report(
            problem.help("Put parentheses around one of them, or connect comparisons with `and`."),
        )
    }

    /// Reports what stands where an operator can, and isn't one.
    pub(super) fn no_operator(&mut self, what: &str) {
        let help = if self.is(Sign::Equal) {
            Some("`==` compares.".to_owned())
        } else {
            self.word().and_then(in_small_letters)
        };
        self.expected_with(what, help);
    }
}

/// What to do about a word that is an operator but for its capitals.
fn in_small_letters(word: &str) -> Option<String> {
    let lower = word.to_ascii_lowercase();
    let is_known = matches!(lower.as_str(), "and" | "or" | "in") || text_operator(&lower).is_some();
    (lower != word && is_known)
        .then(|| format!("Operators are written in small letters: `{lower}`."))
}

fn text_test(test: TextTest, case_sensitive: bool, negated: bool) -> BinaryOperator {
    BinaryOperator::Text {
        test,
        case_sensitive,
        negated,
    }
}

fn text_operator(word: &str) -> Option<BinaryOperator> {
    let positive = word.strip_prefix('!');
    let name = positive.unwrap_or(word);
    let plain = name.strip_suffix("_cs");
    let test = match plain.unwrap_or(name) {
        "contains" => TextTest::Contains,
        "has" => TextTest::Has,
        "startswith" => TextTest::StartsWith,
        "endswith" => TextTest::EndsWith,
        _ => return None,
    };
    Some(text_test(test, plain.is_some(), positive.is_some()))
}

fn span_of(operands: &[Expression]) -> Span {
    match operands {
        [first, .., last] => first.span.to(last.span),
        _ => Span::default(),
    }
}
